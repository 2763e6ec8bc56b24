-- The daily digest says until when the key directory goes on, with what is prepared behind it.
GRANT SELECT (version, statement) ON prepared_version TO abri_worker;
