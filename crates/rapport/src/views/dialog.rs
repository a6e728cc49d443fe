//! Pages that also open as a dialog: one template, two renderings.

/// A page of its own URL that the `dialog` island may also show inside the page it was opened from.
///
/// The island asks with the header `X-Rapport-Fragment: dialog`; the handler then answers with
/// [`DialogPage::fragment`], else with [`DialogPage::page`].
pub trait DialogPage {
    /// The whole page, with the shell around it.
    fn page(&self) -> askama::Result<String>;

    /// Only the `<section class="dialog-page">`, for the island.
    fn fragment(&self) -> askama::Result<String>;
}

/// Implements [`DialogPage`] for a template whose dialog is its block `dialog`.
macro_rules! dialog_page {
    ($page:ty) => {
        impl $crate::views::dialog::DialogPage for $page {
            fn page(&self) -> askama::Result<String> {
                askama::Template::render(self)
            }

            fn fragment(&self) -> askama::Result<String> {
                askama::Template::render(&self.as_dialog())
            }
        }
    };
}
pub(crate) use dialog_page;
