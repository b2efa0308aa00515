//! Key algorithms in the model's names and in the codec's: the model knows no X.509, and the codec no Tegata.

use tegata_model::certificate::KeyAlgorithm;

macro_rules! algorithms {
    ($($name:ident),*) => {
        /// The codec's name.
        #[must_use]
        pub fn to_codec(algorithm: KeyAlgorithm) -> tegata_x509::KeyAlgorithm {
            match algorithm {
                $(KeyAlgorithm::$name => tegata_x509::KeyAlgorithm::$name,)*
            }
        }

        /// The model's name.
        #[must_use]
        pub fn from_codec(algorithm: tegata_x509::KeyAlgorithm) -> KeyAlgorithm {
            match algorithm {
                $(tegata_x509::KeyAlgorithm::$name => KeyAlgorithm::$name,)*
            }
        }
    };
}

algorithms!(Rsa1024, Rsa2048, Rsa3072, Rsa4096, EcPrime256v1, EcSecp384r1, EcSecp521r1);
