fn main() {
    for folder in std::env::args().skip(1) {
        let pages = tests::pages::Pages::read(std::path::Path::new(&folder)).unwrap();
        for f in pages.faults() {
            println!("{folder}: {}: {}: {}", f.page, f.rule, f.seen);
        }
    }
}
