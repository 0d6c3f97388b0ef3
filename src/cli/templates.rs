//! The solutions that `terroir new` writes, built into the command.

/// A solution to start from.
#[derive(Debug)]
pub struct Template {
    /// The name, as `--template` takes it.
    pub name: &'static str,
    pub files: &'static [TemplateFile],
}

/// A file of a template.
#[derive(Debug)]
pub struct TemplateFile {
    /// The path below the folder of the solution, with `/`.
    pub name: &'static str,
    pub text: &'static str,
}

impl Template {
    /// Name and text of the files that a solution is read from, without its README.
    pub fn solution_files(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.files.iter().map(|file| (file.name, file.text)).filter(|(name, _)| !name.ends_with(".md"))
    }
}

macro_rules! template {
    ($name:literal: $($file:literal)*) => {
        Template {
            name: $name,
            files: &[$(TemplateFile {
                name: $file,
                text: include_str!(concat!("../../examples/", $name, "/", $file)),
            }),*],
        }
    };
}

/// A room sensor with four slots for two markets, and a comment for every key.
pub const STARTER: Template = template! { "starter":
    "README.md"
    "solution.toml"
    "catalog/parts.toml"
    "regions/DE.toml"
    "regions/US.toml"
};

/// The flagship: a street light for ten markets.
pub const STREET_LIGHT: Template = template! { "street-light":
    "README.md"
    "solution.toml"
    "catalog/controller.toml"
    "catalog/documents.toml"
    "catalog/firmware.toml"
    "catalog/lamp.toml"
    "catalog/mechanics.csv"
    "catalog/radio.toml"
    "catalog/sensing.toml"
    "catalog/services.toml"
    "catalog/software.toml"
    "regions/AU.toml"
    "regions/BR.toml"
    "regions/CA.toml"
    "regions/CN.toml"
    "regions/DE.toml"
    "regions/GB.toml"
    "regions/IN.toml"
    "regions/JP.toml"
    "regions/KR.toml"
    "regions/US.toml"
    "regions/eea.toml"
    "regions/world.toml"
};

/// A health monitor: medical sensing differs by market.
pub const HEALTH_MONITOR: Template = template! { "health-monitor":
    "README.md"
    "solution.toml"
    "catalog/device.toml"
    "catalog/documents.toml"
    "catalog/services.toml"
    "catalog/software.toml"
    "regions/BR.toml"
    "regions/CA.toml"
    "regions/CN.toml"
    "regions/DE.toml"
    "regions/GB.toml"
    "regions/JP.toml"
    "regions/US.toml"
    "regions/eea.toml"
};

/// A soil station: LoRaWAN by region, solar power.
pub const SOIL_STATION: Template = template! { "soil-station":
    "README.md"
    "solution.toml"
    "catalog/radio.toml"
    "catalog/software.toml"
    "catalog/station.toml"
    "regions/AU.toml"
    "regions/BR.toml"
    "regions/DE.toml"
    "regions/IN.toml"
    "regions/JP.toml"
    "regions/US.toml"
    "regions/eea.toml"
    "regions/world.toml"
};

/// All of them, the default first.
pub const ALL: [&Template; 4] = [&STARTER, &STREET_LIGHT, &HEALTH_MONITOR, &SOIL_STATION];

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn every_file_of_every_example_is_built_in() {
        for template in ALL {
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(template.name);
            let mut found = BTreeSet::new();
            collect(&root, &root, &mut found);
            let embedded: BTreeSet<String> = template.files.iter().map(|file| file.name.to_owned()).collect();
            assert_eq!(embedded, found, "{}", template.name);
        }
    }

    /// A lock that a run of the command has left is not part of an example.
    fn collect(root: &Path, folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(root, &path, found);
            } else if path.file_name().is_some_and(|name| name != terroir::lock::FILE_NAME) {
                found.insert(path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/"));
            }
        }
    }
}
