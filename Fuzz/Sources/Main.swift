// Where the program starts, unless libFuzzer starts it.

#if LIBFUZZER
  import Foundation

  private let guided = Target(
    rawValue: ProcessInfo.processInfo.environment["SCRIP_FUZZ_TARGET"] ?? "parser")

  @_cdecl("LLVMFuzzerTestOneInput")
  public func testOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    (guided ?? .parser).exercise(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
  }
#else
  @main
  enum Main {
    static func main() { Fuzz.main() }
  }
#endif
