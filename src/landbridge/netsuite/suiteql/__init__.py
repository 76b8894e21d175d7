"""SuiteQL over REST: queries of one's own, and records read by queries in the shape that SOAP gives them."""
