//! The files of the solution.

pub(in crate::import) mod catalogue;
mod overlay;
mod solution;

use crate::import::draft::Draft;
use crate::import::imported::ImportedFile;
use crate::import::settings::Settings;
use crate::import::variant::variants::defaults;
use catalogue::catalogue;
use overlay::overlays;
use solution::solution;

/// All files: the solution, its catalogue, and an overlay for each market that sets the variants' choice there.
pub(in crate::import) fn files(draft: &Draft<'_>, settings: &Settings) -> Vec<ImportedFile> {
    let file = |name: &str, text: String| ImportedFile { name: name.to_owned(), text };
    let defaults = defaults(draft.variants, draft.axes, draft.markets);
    let mut files = vec![
        file("solution.toml", solution(draft, settings, &defaults)),
        file("catalog/parts.toml", catalogue(&draft.merged.parts, draft.currency)),
    ];
    files.extend(overlays(draft, &defaults));
    files
}
