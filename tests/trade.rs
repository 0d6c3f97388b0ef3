/// The messages of compiling a lamp with a limit.
fn told_of_limit(limit: &str) -> Vec<String> {
    let parts = "manufacturer = \"EXAMPLE A\"\norigin = \"CN\"\nprice = \"1\"\nprovides = { \"light.led\" = {} }\n";
    let region = format!("area = \"US\"\n[[limits]]\nid = \"l\"\n{limit}\n");
    let solution = lamp(&[("catalog/parts.toml", parts), ("regions/US.toml", &region)]);
    let text = |list: &[terroir::Diagnostic], files: &terroir::Files| -> Vec<String> {
        list.iter().filter(|one| one.severity != terroir::Severity::Note).map(|one| one.render(files)).collect()
    };
    match solution.compile() {
        Ok(compiled) => text(compiled.diagnostics(), solution.files()),
        Err(faults) => text(&faults.diagnostics, &faults.files),
    }
}

#[test]
fn a_limit_of_how_things_are_made_is_checked_by_what_hardware_provides() {
    for limit in [
        "capability = \"made\"\nwhere = { origin = { none-of = [\"CN\"] } }",
        "capability = \"made.light\"\nwhere = { lists = { none-of = [\"x\"] } }",
        "capability = \"made.light.led\"\nwhere = { by = { any-of = [\"EXAMPLE A\"] } }",
    ] {
        assert_eq!(told_of_limit(limit), [String::new(); 0], "{limit}");
    }
    for (limit, words) in [
        ("capability = \"made.lihgt\"\nwhere = { origin = \"CN\" }", "no component provides `made.lihgt`"),
        ("capability = \"made\"\nwhere = { orign = \"CN\" }", "did you mean `origin`?"),
        ("capability = \"made\"\nwhere = { by = 5 }", "test it with a value of the same kind"),
    ] {
        let told = told_of_limit(limit);
        assert!(told.len() == 1 && told[0].contains(words), "{limit}: {told:?}");
    }
}
