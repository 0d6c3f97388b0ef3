//! Identifiers derived from a name (RFC 9562, version 5): the same name gives the same identifier.
//!
//! Version 5 requires SHA-1. It protects nothing here; it only spreads names.

/// The namespace of terroir's identifiers: drawn once at random, so that it is shared with no other program.
const NAMESPACE: [u8; 16] =
    [0x7b, 0x1d, 0x5a, 0x0e, 0x3c, 0x52, 0x4e, 0x8f, 0x9a, 0x61, 0x5f, 0x0c, 0x2d, 0x94, 0xb3, 0x76];

/// The identifier of a name, as `urn:uuid:…`.
pub(super) fn urn(name: &str) -> String {
    format!("urn:uuid:{}", version_5(NAMESPACE, name.as_bytes()))
}

fn version_5(namespace: [u8; 16], name: &[u8]) -> String {
    let mut message = namespace.to_vec();
    message.extend_from_slice(name);
    let hash = sha1(&message);
    let mut hex = String::with_capacity(36);
    for (at, byte) in hash.iter().take(16).enumerate() {
        let byte = match at {
            6 => byte & 0x0f | 0x50,
            8 => byte & 0x3f | 0x80,
            _ => *byte,
        };
        if matches!(at, 4 | 6 | 8 | 10) {
            hex.push('-');
        }
        hex.push_str(&format!("{byte:02x}"));
    }
    hex
}

/// SHA-1 (FIPS 180-4).
fn sha1(message: &[u8]) -> [u8; 20] {
    let mut state: [u32; 5] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];
    let mut padded = message.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    let bits = (message.len() as u64).wrapping_mul(8);
    padded.extend_from_slice(&bits.to_be_bytes());
    for block in padded.chunks_exact(64) {
        state = compressed(state, block);
    }
    let mut out = [0; 20];
    for (place, byte) in out.iter_mut().zip(state.iter().flat_map(|word| word.to_be_bytes())) {
        *place = byte;
    }
    out
}

fn compressed(state: [u32; 5], block: &[u8]) -> [u32; 5] {
    let word = |bytes: &[u8]| bytes.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte));
    let mut words: Vec<u32> = block.chunks_exact(4).map(word).collect();
    let back = |words: &[u32], steps: usize| words.iter().rev().nth(steps - 1).copied().unwrap_or(0);
    while words.len() < 80 {
        let next = back(&words, 3) ^ back(&words, 8) ^ back(&words, 14) ^ back(&words, 16);
        words.push(next.rotate_left(1));
    }
    let [mut a, mut b, mut c, mut d, mut e] = state;
    for (round, word) in words.iter().enumerate() {
        let (mix, constant) = match round / 20 {
            0 => (b & c | !b & d, 0x5a82_7999),
            1 => (b ^ c ^ d, 0x6ed9_eba1),
            2 => (b & c | b & d | c & d, 0x8f1b_bcdc),
            _ => (b ^ c ^ d, 0xca62_c1d6_u32),
        };
        let next = a.rotate_left(5).wrapping_add(mix).wrapping_add(e).wrapping_add(constant).wrapping_add(*word);
        (a, b, c, d, e) = (next, a, b.rotate_left(30), c, d);
    }
    let [s0, s1, s2, s3, s4] = state;
    [s0.wrapping_add(a), s1.wrapping_add(b), s2.wrapping_add(c), s3.wrapping_add(d), s4.wrapping_add(e)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn sha1_gives_the_published_digests() {
        assert_eq!(hex(&sha1(b"")), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
        assert_eq!(hex(&sha1(b"abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert_eq!(
            hex(&sha1(b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
        );
    }

    #[test]
    fn version_5_gives_the_published_identifier() {
        // RFC 9562, appendix A.4: `www.example.com` in the namespace of domain names.
        let dns = [0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8];
        assert_eq!(version_5(dns, b"www.example.com"), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
    }
}
