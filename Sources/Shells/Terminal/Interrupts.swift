// Ctrl-C as a flag that long work polls. The handlers are in C (CEditLine/Signals.c); this is the
// face that the REPL and the command see.

import CEditLine

package enum Interrupts {
  /// Makes Ctrl-C raise the flag instead of ending the process, and makes ends by other signals
  /// leave the terminal as the shell had it. A third Ctrl-C, two seconds after the first, ends the
  /// process with status 130 when nothing polls the flag.
  package static func install() {
    sc_install_signals()
  }

  /// Whether Ctrl-C came since the last `clear`; cheap, and safe from any thread.
  package static var requested: Bool {
    sc_interrupted() != 0
  }

  package static func clear() {
    sc_clear_interrupt()
  }

  /// Raises the flag as Ctrl-C would.
  package static func request() {
    sc_raise_interrupt()
  }

  /// Lets a worker thread be passed over when a signal is delivered.
  package static func blockSignalsInThisThread() {
    sc_block_signals_in_thread()
  }
}
