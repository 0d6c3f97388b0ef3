//! Makes every fix of a conflict, reads everything anew and asks again.

use super::{Files, applied};
use std::collections::BTreeMap;
use terroir::bom::{Conflict, Edit};
use terroir::{Pack, Request, Solution};

/// How often each kind of edit was made.
pub type Counts = BTreeMap<String, u64>;

/// A question with what it is asked of.
pub struct Question<'a> {
    pub files: &'a Files,
    pub packs: &'a [Pack],
    pub request: &'a Request,
}

impl Question<'_> {
    /// Makes every fix that was tried; without one there must be none that works.
    pub fn check_fixes(&self, conflict: &Conflict, counts: &mut Counts) {
        let market = &conflict.market;
        let request = self.request.clone().for_markets([market]).as_of(conflict.as_of);
        let wider = self.wider(market);
        for fix in conflict.fixes.iter().filter(|fix| fix.is_tried()) {
            assert!((1..=3).contains(&fix.edits.len()), "{} edits: {}", fix.edits.len(), fix.text);
            let (files, request) = applied(fix, self.files, &request, &wider);
            let print = || format!("{}\n{:?}\n{}", fix.text, fix.edits, print(&files, &request));
            let solution = Solution::from_sources_and_packs(files.clone(), self.packs.to_vec())
                .unwrap_or_else(|faults| panic!("{faults}\n{}", print()));
            let compiled = solution.compile().unwrap_or_else(|faults| panic!("{faults}\n{}", print()));
            let outcome = compiled.resolve(&request).unwrap_or_else(|error| panic!("{error}\n{}", print()));
            let Some(bom) = outcome.bom() else { panic!("{outcome:#?}\ndoes not help: {}", print()) };
            let is_free = !fix.edits.iter().any(|edit| matches!(edit, Edit::PlanCertificate { .. }));
            // A flag left out, or a pin that now means one version more, may free something cheaper besides.
            assert!(!is_free || Some(bom.cost()) <= fix.cost, "{:?} costs {}: {}", fix, bom.cost(), print());
            fix.edits.iter().for_each(|edit| *counts.entry(edit.word().to_owned()).or_default() += 1);
            *counts.entry(format!("fixes of {} edits", fix.edits.len())).or_default() += 1;
        }
    }

    /// The areas that a market lies in.
    fn wider(&self, market: &str) -> Vec<String> {
        let solution = Solution::from_sources_and_packs(self.files.clone(), self.packs.to_vec()).unwrap();
        let areas = solution.areas();
        let (mut found, mut open) = (Vec::new(), vec![market.to_owned()]);
        while let Some(code) = open.pop() {
            let within = areas.iter().find(|area| area.code == code).map(|area| area.within.clone()).unwrap();
            found.extend(within.clone());
            open.extend(within);
        }
        found
    }
}

/// The files and the question, to be read beside a failure.
pub fn print(files: &Files, request: &Request) -> String {
    let mut out = format!("{request:?}\n");
    files.iter().for_each(|(name, text)| out.push_str(&format!("--- {name}\n{text}\n")));
    out
}
