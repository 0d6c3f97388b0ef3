//! What `check` found, as one list, and the formats in which it is written for other programs:
//!
//! | module | format |
//! |---|---|
//! | [`lines`] | one JSON object per line |
//! | [`sarif`] | SARIF 2.1.0, for code scanning |
//! | [`junit`] | JUnit XML: the suite is the solution, each market is a test case |
//! | [`github`] | GitHub workflow commands, and the step summary |
//! | [`gitlab`] | GitLab code quality report |

pub mod cause;
pub mod finding;
pub mod github;
pub mod gitlab;
pub mod junit;
pub mod lines;
pub mod paths;
pub mod sarif;
