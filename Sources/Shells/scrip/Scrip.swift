// The command: see `ScripCommand`.
@main
struct Scrip {
  static func main() {}
}
