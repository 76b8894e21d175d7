"""The time zones that a NetSuite account or user can be set to, by IANA name (help section_4639991665, *format.Timezone*).

Where the wall time of one record fits several of them, the first is no better than the others: see :mod:`zone`.
"""

TIME_ZONES: tuple[str, ...] = (
    "Etc/GMT+12", "Pacific/Samoa", "Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Tijuana",
    "America/Denver", "America/Phoenix", "America/Chihuahua", "America/Chicago", "America/Regina", "America/Guatemala",
    "America/Mexico_City", "America/New_York", "US/East-Indiana", "America/Bogota", "America/Caracas", "America/Halifax",
    "America/La_Paz", "America/Manaus", "America/Santiago", "America/St_Johns", "America/Sao_Paulo", "America/Buenos_Aires",
    "Etc/GMT+3", "America/Godthab", "America/Montevideo", "America/Noronha", "Etc/GMT+1", "Atlantic/Azores", "Europe/London",
    "GMT", "Atlantic/Reykjavik", "Europe/Warsaw", "Europe/Paris", "Etc/GMT-1", "Europe/Amsterdam", "Europe/Budapest",
    "Africa/Cairo", "Europe/Istanbul", "Asia/Jerusalem", "Asia/Amman", "Asia/Beirut", "Africa/Johannesburg", "Europe/Kiev",
    "Europe/Minsk", "Africa/Windhoek", "Asia/Riyadh", "Europe/Moscow", "Asia/Baghdad", "Africa/Nairobi", "Asia/Tehran",
    "Asia/Muscat", "Asia/Baku", "Asia/Yerevan", "Etc/GMT-3", "Asia/Kabul", "Asia/Karachi", "Asia/Yekaterinburg", "Asia/Tashkent",
    "Asia/Calcutta", "Asia/Katmandu", "Asia/Almaty", "Asia/Dacca", "Asia/Rangoon", "Asia/Bangkok", "Asia/Krasnoyarsk",
    "Asia/Hong_Kong", "Asia/Kuala_Lumpur", "Asia/Taipei", "Australia/Perth", "Asia/Irkutsk", "Asia/Manila", "Asia/Seoul",
    "Asia/Tokyo", "Asia/Yakutsk", "Australia/Darwin", "Australia/Adelaide", "Australia/Sydney", "Australia/Brisbane",
    "Australia/Hobart", "Pacific/Guam", "Asia/Vladivostok", "Asia/Magadan", "Pacific/Kwajalein", "Pacific/Auckland",
    "Pacific/Tongatapu",
)  # fmt: skip
"""Recalled from the help's list: a name too many costs nothing, and the whole IANA data base is tried where none of these fits."""
