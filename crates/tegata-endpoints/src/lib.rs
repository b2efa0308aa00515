//! Ways in: the AWS services, Tegata's own, and the files of the authority.
