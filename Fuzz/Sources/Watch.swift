// Keeps the input that is being tried, so that it can be saved when the process dies of it or does not
// come back. In a signal's handler nothing may allocate: everything is ready before.

import Foundation

enum Watch {
  nonisolated(unsafe) private static var input = UnsafeMutablePointer<UInt8>.allocate(capacity: 0)
  nonisolated(unsafe) private static var count = 0
  nonisolated(unsafe) private static var capacity = 0
  nonisolated(unsafe) private static var path = strdup("crash")
  /// Ctrl-C or `kill`: what was tried so far is said, then it ends.
  nonisolated(unsafe) private(set) static var isStopped = false

  /// Finds of a target go into this folder.
  static func start(savingTo folder: String, target: String) {
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    path = strdup("\(folder)/\(target)-\(ProcessInfo.processInfo.processIdentifier)")
    // A stack that has overflown cannot run the handler.
    let size = 1 << 16
    var stack = stack_t(
      ss_sp: UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16), ss_flags: 0,
      ss_size: size)
    sigaltstack(&stack, nil)
    for signal in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGPROF, SIGALRM] {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { signal in Watch.save(signal) }
      action.sa_flags = Int32(SA_ONSTACK)
      sigaction(signal, &action, nil)
    }
    for number in [SIGINT, SIGTERM] { signal(number) { _ in Watch.isStopped = true } }
  }

  /// Called before each execution, which then has 10 seconds of a processor and 300 of the clock: on a busy
  /// machine the clock alone says nothing.
  static func trying(_ bytes: [UInt8]) {
    if bytes.count > capacity {
      input.deallocate()
      capacity = bytes.count * 2
      input = .allocate(capacity: capacity)
    }
    for (index, byte) in bytes.enumerated() { input[index] = byte }
    count = bytes.count
    set(ITIMER_PROF, 10)
    set(ITIMER_REAL, 300)
  }

  static func done() {
    set(ITIMER_PROF, 0)
    set(ITIMER_REAL, 0)
  }

  private static func set(_ kind: __itimer_which, _ seconds: Int) {
    var timer = itimerval()
    timer.it_value.tv_sec = seconds
    setitimer(__itimer_which_t(kind.rawValue), &timer, nil)
  }

  static func found(_ what: String) {
    FileHandle.standardError.write(Data("\(what)\n".utf8))
    abort()
  }

  private static func save(_ signal: Int32) {
    if let path {
      let file = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0o644)
      _ = write(file, input, count)
      close(file)
      let hang = signal == SIGALRM || signal == SIGPROF
      _ = hang ? write(2, "hang: ", 6) : write(2, "crash: ", 7)
      _ = write(2, path, strlen(path))
      _ = write(2, "\n", 1)
    }
    _exit(70)
  }
}
