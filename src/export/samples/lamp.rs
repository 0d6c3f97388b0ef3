// The lamp of the documentation's examples, which include this file: two markets with different mains, so that each takes
// a driver of its own.

/// The compiled solution and its answers.
pub fn solve() -> Result<(terroir::Compiled, terroir::Portfolio), Box<dyn std::error::Error>> {
    let compiled = compile()?;
    let portfolio = compiled.portfolio(&request()?)?;
    Ok((compiled, portfolio))
}

/// The solution.
pub fn solution() -> Result<terroir::Solution, Box<dyn std::error::Error>> {
    let solution = r#"
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US", "DE"]
currency = "USD"

[slots.led]
choose = ["led"]
refdes = ["D1"]

[slots.driver]
choose = ["driver-120", "driver-230"]
"#;
    let parts = r#"
[[components]]
id = "led"
kind = "hardware"
mpn = "WP7113"
price = "0.05"

[[components]]
id = "driver-120"
kind = "hardware"
price = "7.10"
needs = { "power.mains" = { voltage_v = { within = [100, 130] } } }

[[components]]
id = "driver-230"
kind = "hardware"
price = "6.90"
needs = { "power.mains" = { voltage_v = { within = [200, 250] } } }
"#;
    let files = [("solution.toml", solution), ("catalog/parts.toml", parts)];
    Ok(terroir::Solution::from_sources(files)?)
}

/// The compiled solution.
pub fn compile() -> Result<terroir::Compiled, Box<dyn std::error::Error>> {
    Ok(solution()?.compile()?)
}

/// A request for all markets.
pub fn request() -> Result<terroir::Request, Box<dyn std::error::Error>> {
    Ok(terroir::Request::default().as_of("2026-11-22".parse()?))
}
