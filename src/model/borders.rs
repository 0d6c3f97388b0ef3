//! Articles, sites, freight and licences of the solution, with ids in place of names.

use super::area::Areas;
use super::names::Names;
use crate::diagnostic::Diagnostic;
use crate::keyed_vec::KeyedVec;
use crate::name::nearest;
use crate::schema::articles::{ARTICLES, BUILD, SLOT, article_of};
use crate::schema::freight::{FREIGHT, LEG, freight_of};
use crate::schema::licenses::{AREAS, COMPONENTS, LICENSES, license_of};
use crate::schema::sites::{ORIGIN, SITES, WITHIN, site_of};
use crate::schema::{Article, ArticleId, Document, FileKind, Freight, License, Site, SiteId, SlotId};
use crate::span::{Span, Spanned};
use crate::syntax::Table;
use crate::syntax::condition::ComponentReference;
use crate::terms::code::{NameCode, PurchaseCode, SchemaCode};

/// What crosses borders: as `solution.toml` and the catalogues state it.
pub(super) struct Borders {
    pub articles: KeyedVec<ArticleId, Article>,
    pub sites: KeyedVec<SiteId, Site>,
    pub freight: Vec<Freight>,
    pub licenses: Vec<License>,
}

impl Borders {
    /// Reads them; reports every name that means nothing, and what is stated twice.
    pub(super) fn of(
        solution: &Document,
        documents: &[Document],
        names: &Names<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut reading = Reading { names, areas: names.areas, diagnostics };
        let sites = reading.sites(&solution.root);
        let articles = reading.articles(&solution.root, &sites);
        let freight = reading.freight(&solution.root);
        let has_licenses = |document: &&Document| matches!(document.kind, FileKind::Solution | FileKind::Catalog);
        let tables = documents.iter().filter(has_licenses).flat_map(|document| document.root.list(&LICENSES));
        let licenses = tables.filter_map(|table| reading.license(table.value)).collect();
        Self { articles: articles.into(), sites: sites.into(), freight, licenses }
    }
}

struct Reading<'a, 'd> {
    names: &'a Names<'a>,
    areas: &'a Areas,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl Reading<'_, '_> {
    fn sites(&mut self, root: &Table) -> Vec<Site> {
        let mut sites: Vec<Site> = Vec::new();
        for table in root.list(&SITES) {
            let Some(site) = site_of(table.value) else { continue };
            for area in [table.value.string_at(&WITHIN), table.value.string_at(&ORIGIN)].into_iter().flatten() {
                self.areas.report_unknown(&area, self.diagnostics);
            }
            let same = |known: &&Site| known.id == site.id && known.effectivity.overlaps(site.effectivity);
            if let Some(known) = sites.iter().find(same) {
                self.twice(&format!("site `{}`", site.id), site.span, known.span);
            }
            sites.push(site);
        }
        sites
    }

    fn articles(&mut self, root: &Table, sites: &[Site]) -> Vec<Article> {
        let mut articles: Vec<Article> = Vec::new();
        for Spanned { value: table, .. } in root.list(&ARTICLES) {
            let named = table.read_at(&SLOT);
            let slot = named.as_ref().and_then(|slot| self.slot(slot));
            if named.is_some() && slot.is_none() {
                continue;
            }
            let build: Vec<SiteId> = table.list(&BUILD).flat_map(|id| self.sites_of(id, sites)).collect();
            let article = Article { slot, build, ..article_of(table) };
            let same = |known: &&Article| known.slot == slot && known.effectivity.overlaps(article.effectivity);
            if let Some(known) = articles.iter().find(same) {
                let what = named.as_ref().map_or_else(
                    || "the article of the whole product".to_owned(),
                    |slot| format!("the article of slot `{}`", slot.value),
                );
                self.twice(&what, article.span, known.span);
            }
            articles.push(article);
        }
        articles
    }

    fn slot(&mut self, name: &Spanned<&str>) -> Option<SlotId> {
        let found = self.names.slot(name.value);
        if found.is_none() {
            let message = format!("unknown slot `{}`", name.value);
            let near = nearest(name.value, self.names.slot_names());
            self.diagnostics.push(Diagnostic::error(NameCode::UnknownSlot, name.span, message).did_you_mean(near));
        }
        found
    }

    /// All statements of a site.
    fn sites_of(&mut self, id: Spanned<&str>, sites: &[Site]) -> Vec<SiteId> {
        let named = sites.iter().enumerate().filter(|(_, site)| site.id == id.value);
        let found: Vec<SiteId> = named.map(|(at, _)| SiteId::at(at)).collect();
        if found.is_empty() {
            let message = format!("unknown site `{}`", id.value);
            let near = nearest(id.value, sites.iter().map(|site| site.id.as_str()));
            let fault = Diagnostic::error(PurchaseCode::UnknownSite, id.span, message);
            self.diagnostics.push(match sites.first() {
                None => fault.help("define it in `[[sites]]` of solution.toml"),
                Some(_) => fault.did_you_mean(near),
            });
        }
        found
    }

    fn freight(&mut self, root: &Table) -> Vec<Freight> {
        let mut all: Vec<Freight> = Vec::new();
        for Spanned { value: table, .. } in root.list(&FREIGHT) {
            let Some((freight, leg)) = freight_of(table) else {
                self.report_leg(table);
                continue;
            };
            leg.iter().for_each(|area| self.areas.report_unknown(area, self.diagnostics));
            let same = |known: &&Freight| {
                let is_same_leg = known.from == freight.from && known.to == freight.to;
                is_same_leg && known.effectivity.overlaps(freight.effectivity)
            };
            if let Some(known) = all.iter().find(same) {
                let what = format!("the freight from `{}` to `{}`", freight.from, freight.to);
                self.twice(&what, freight.span, known.span);
            }
            all.push(freight);
        }
        all
    }

    /// A leg that is not two areas; where its key is missing or an area is wrong, that was reported.
    fn report_leg(&mut self, table: &Table) {
        let written = table.array(LEG.name()).len();
        if let Some(place) = table.place_of(&LEG).filter(|_| written != 2) {
            let message = format!("`leg` must be two areas, found {written}");
            let fault = Diagnostic::error(SchemaCode::BadValue, place, message);
            self.diagnostics.push(fault.help("write from where and to where: `leg = [\"CN\", \"US\"]`"));
        }
    }

    fn license(&mut self, table: &Table) -> Option<License> {
        let license = license_of(table)?;
        for area in table.list(&AREAS).into_spanned() {
            self.areas.report_unknown(&area, self.diagnostics);
        }
        let mut components = Vec::new();
        for text in table.list(&COMPONENTS) {
            match self.names.components(&ComponentReference::of(text.value), text.span) {
                Ok(found) => components.extend(found),
                Err(fault) => self.diagnostics.push(*fault),
            }
        }
        Some(License { components, ..license })
    }

    /// Two statements of one thing at overlapping dates.
    fn twice(&mut self, what: &str, place: Span, first: Span) {
        let fault = Diagnostic::error(NameCode::DuplicateEntry, place, format!("{what} is defined twice"));
        let help = "keep one of them, or give them dates that do not overlap";
        self.diagnostics.push(fault.label("here").and(first, "and here").help(help));
    }
}
