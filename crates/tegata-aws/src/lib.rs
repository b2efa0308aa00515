//! Codec for the AWS wire: SigV4, JSON 1.1, Query, REST-XML and the service contracts.
