@main
struct Scrip {
  static func main() {}
}
