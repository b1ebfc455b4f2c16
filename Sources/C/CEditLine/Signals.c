// Signal handlers, and the little state that they may touch. A handler only sets atomics, writes to
// a pipe, and calls functions that POSIX lists as safe there; everything else happens in Reader.c.
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "Internal.h"

static int pipe_ends[2] = {-1, -1};
static struct termios cooked;
static atomic_int interrupts;
static atomic_long first_interrupt;
static atomic_bool editing;
static atomic_bool paste_mode;
static bool installed;

/// Puts the terminal back as the shell left it; safe in a handler.
static void leave_editing(void) {
  if (!atomic_load(&editing)) return;
  if (atomic_load(&paste_mode)) {
    const char off[] = SC_BRACKETED_PASTE_OFF;
    ssize_t ignored = write(STDOUT_FILENO, off, sizeof off - 1);
    (void)ignored;
  }
  tcsetattr(STDIN_FILENO, TCSANOW, &cooked);
}

static void leave_editing_at_exit(void) {
  leave_editing();
  atomic_store(&editing, false);
}

static void post(int number) {
  unsigned char byte = (unsigned char)number;
  ssize_t ignored = write(pipe_ends[1], &byte, 1);  // a full pipe already says enough
  (void)ignored;
}

static long seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (long)now.tv_sec;
}

static void on_interrupt(int number) {
  int saved = errno;
  post(number);
  int count = atomic_fetch_add(&interrupts, 1) + 1;
  if (atomic_load(&editing)) {
    errno = saved;
    return;
  }
  // Work that polls stops at the first one. For work that does not, say so, and let go at last.
  if (count == 1) atomic_store(&first_interrupt, seconds());
  if (count == 2) {
    const char hint[] = "\n  stopping; if it does not, press Ctrl-C again to leave Scrip\n";
    if (isatty(STDERR_FILENO)) {
      ssize_t ignored = write(STDERR_FILENO, hint, sizeof hint - 1);
      (void)ignored;
    }
  }
  if (count >= 3 && seconds() - atomic_load(&first_interrupt) >= 2) _exit(130);
  errno = saved;
}

static void on_notice(int number) {
  int saved = errno;
  post(number);
  errno = saved;
}

static void default_action(int number) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = SIG_DFL;
  sigaction(number, &action, NULL);
  raise(number);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, number);
  pthread_sigmask(SIG_UNBLOCK, &only, NULL);
}

static void on_end(int number) {
  // Work may have left a line half drawn.
  if (!atomic_load(&editing) && isatty(STDERR_FILENO)) {
    ssize_t ignored = write(STDERR_FILENO, "\n", 1);
    (void)ignored;
  }
  leave_editing();
  default_action(number);
}

static void install(int number, void (*handler)(int)) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;  // nothing waits for EINTR: the reader watches the pipe
  sigfillset(&action.sa_mask);   // also SIGTTOU, so that tcsetattr in a handler cannot stop us
  sigaction(number, &action, NULL);
}

static void on_stop(int number) {
  int saved = errno;
  leave_editing();
  default_action(number);  // returns once someone continues us
  install(SIGTSTP, on_stop);
  post(SIGCONT);  // an orphaned process is not stopped and gets no SIGCONT, but has to redraw too
  errno = saved;
}

/// A parent that ignores a signal (nohup) wants it ignored.
static void install_unless_ignored(int number, void (*handler)(int)) {
  struct sigaction current;
  if (sigaction(number, NULL, &current) == 0 && current.sa_handler == SIG_IGN) return;
  install(number, handler);
}

void sc_install_signals(void) {
  if (installed) return;
  installed = true;
  if (pipe(pipe_ends) != 0) return;
  for (int i = 0; i < 2; i++) {
    fcntl(pipe_ends[i], F_SETFL, O_NONBLOCK);
    fcntl(pipe_ends[i], F_SETFD, FD_CLOEXEC);
  }
  tcgetattr(STDIN_FILENO, &cooked);
  atexit(leave_editing_at_exit);
  install(SIGINT, on_interrupt);
  install(SIGWINCH, on_notice);
  install(SIGCONT, on_notice);
  install_unless_ignored(SIGTSTP, on_stop);
  install_unless_ignored(SIGTERM, on_end);
  install_unless_ignored(SIGHUP, on_end);
  install_unless_ignored(SIGQUIT, on_end);
}

int sc_signal_pipe(void) { return pipe_ends[0]; }

void sc_drain_signals(void) {
  unsigned char ignored[64];
  while (read(pipe_ends[0], ignored, sizeof ignored) > 0) {
  }
}

void sc_set_editing(bool now_editing, bool ansi) {
  atomic_store(&paste_mode, ansi);
  atomic_store(&editing, now_editing);
}

int32_t sc_interrupted(void) { return atomic_load_explicit(&interrupts, memory_order_relaxed) > 0; }

void sc_clear_interrupt(void) { atomic_store(&interrupts, 0); }

void sc_raise_interrupt(void) { atomic_fetch_add(&interrupts, 1); }

void sc_block_signals_in_thread(void) {
  const int numbers[] = {SIGINT, SIGWINCH, SIGCONT, SIGTSTP, SIGTERM, SIGHUP, SIGQUIT};
  sigset_t set;
  sigemptyset(&set);
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) sigaddset(&set, numbers[i]);
  pthread_sigmask(SIG_BLOCK, &set, NULL);
}

sc_size sc_screen_size(int32_t descriptor) {
  struct winsize window;
  sc_size size = {0, 0};
  if (ioctl(descriptor, TIOCGWINSZ, &window) == 0) {
    size.columns = window.ws_col;
    size.rows = window.ws_row;
  }
  return size;
}
