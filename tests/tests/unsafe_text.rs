//! Which characters hide text is said twice: the runtime must not depend on the generator. Both say the same.

/// The runtime's own file, whose functions no other crate sees.
#[path = "../../runtime/src/error/text.rs"]
#[allow(dead_code, reason = "only one of its functions is compared")]
mod runtime;

#[test]
fn the_runtime_and_the_generator_hide_the_same_characters() {
    for c in (char::MIN..=char::MAX).filter(|c| *c != ' ') {
        let hidden = runtime::clean(c.encode_utf8(&mut [0; 4])) == " ";
        assert_eq!(hidden, generator::text::is_unsafe(c), "{c:?}");
    }
}
