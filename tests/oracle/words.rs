//! An assignment in words, as a bill of materials says it.

use super::{Guess, World};

impl World<'_> {
    /// Slots, options, carriers, planned certificates and cost.
    #[allow(dead_code)]
    pub fn words(&self, guess: &Guess) -> String {
        let model = self.model;
        let filled =
            guess.slots.iter().enumerate().filter_map(|(slot, id)| Some((&model.slots.as_slice()[slot].name, (*id)?)));
        let slots: Vec<String> = filled.map(|(slot, id)| format!("{slot}: {}", model.components[id].label())).collect();
        let options = model.options.iter().zip(&guess.options);
        let options: Vec<String> =
            options.map(|(option, value)| format!("{} = {}", option.name, option.values[*value as usize])).collect();
        let carriers: Vec<&str> = guess.carriers.iter().map(|at| self.view.carriers[*at].id.as_str()).collect();
        let planned: Vec<&str> = guess.planned.iter().map(|at| self.view.certificates[*at].scheme.as_str()).collect();
        format!("{slots:?} {options:?} {carriers:?} {planned:?} cost {}", self.cost(guess))
    }
}
