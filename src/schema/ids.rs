//! Numbers that identify named things; names are for people.

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The number of the thing at a position of its list.
            #[must_use]
            pub fn at(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }

            /// The position in its list.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl crate::keyed_vec::Key for $name {
            fn at(index: usize) -> Self {
                Self::at(index)
            }

            fn index(self) -> usize {
                self.index()
            }
        }
    };
}

id!(
    /// One version of a component, in catalogue order.
    ComponentId
);
id!(
    /// A slot, in the order of preference.
    SlotId
);
id!(
    /// An option, in the order of the file.
    OptionId
);
id!(
    /// A variant, in the order of the file.
    VariantId
);
id!(
    /// An offer, in the order of the files.
    OfferId
);
id!(
    /// An article, in the order of the file.
    ArticleId
);
id!(
    /// A site, in the order of the file.
    SiteId
);
id!(
    /// An area.
    AreaId
);
id!(
    /// What one file states about one area.
    LayerId
);
id!(
    /// One statement of a layer: an entry with the keys that this layer gives it.
    StatementId
);
