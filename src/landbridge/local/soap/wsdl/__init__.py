"""The WSDL and schemas of the SOAP service: made from the record types, or a genuine set that the user has."""
