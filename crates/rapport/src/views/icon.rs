//! Names of icons, checked by the compiler.

/// The name of an icon. Does not compile unless `assets/icons` has a file of that name.
macro_rules! icon {
    ($name:literal) => {{
        const _: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/icons/", $name, ".svg"));
        $name
    }};
}
pub(crate) use icon;
