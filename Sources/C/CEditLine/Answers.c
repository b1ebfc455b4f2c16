// Asks the terminal what it can do, and keeps its answers apart from what a person types. Answers may be
// late: whatever comes after the wait is taken out of the input when the next line is read, and what was
// typed meanwhile is given to that line.
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "Internal.h"

/// Where the bytes so far may belong to: nothing, `ESC`, `ESC [`, `ESC [ ?`, a text that began with
/// `ESC _`, `ESC P` or `ESC ]`, and `ESC` inside such a text.
enum { GROUND, ESCAPED, BRACKET, PARAMETERS, TEXT, TEXT_ESCAPED };

/// Silence after which the beginning of an answer was a key.
static const int key_silence = 100;

static struct {
  unsigned char bytes[8192];
  size_t start, end;
} typed;

static int state = GROUND;
static bool awaiting;
static unsigned char held[4096];
static size_t held_count;
static char *answers;
static size_t answers_size, answers_count;

static void type(unsigned char byte) {
  if (typed.start == typed.end) typed.start = typed.end = 0;
  if (typed.end < sizeof typed.bytes) typed.bytes[typed.end++] = byte;
}

static void give_back(void) {
  for (size_t i = 0; i < held_count; i++) type(held[i]);
  held_count = 0;
  state = GROUND;
}

/// An answer is complete: its bytes after `ESC`, one answer a line.
static void answer(void) {
  for (size_t i = 1; answers && i <= held_count; i++) {
    if (answers_count + 1 < answers_size) {
      answers[answers_count++] = i < held_count ? (char)held[i] : '\n';
    }
  }
  held_count = 0;
  state = GROUND;
}

static void take(unsigned char byte) {
  if (held_count < sizeof held) held[held_count++] = byte;
  switch (state) {
    case GROUND:
      if (byte == '\033') state = ESCAPED; else give_back();
      return;
    case ESCAPED:
      if (byte == '[') state = BRACKET;
      else if (byte == '_' || byte == 'P' || byte == ']') state = TEXT;
      else give_back();
      return;
    case BRACKET:
      if (byte == '?') state = PARAMETERS; else give_back();
      return;
    case PARAMETERS:
      if (byte >= '0' && byte <= ';') return;
      if (byte == 'c') awaiting = false;  // the last question: every terminal answers it
      answer();
      return;
    case TEXT:
      if (byte == '\033') state = TEXT_ESCAPED;
      if (byte == '\a') answer();
      return;
    case TEXT_ESCAPED:
      if (byte == '\\') answer(); else state = TEXT;
      return;
  }
}

static long milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int32_t sc_ask_terminal(const char *question, int32_t patience, char *answer, size_t size) {
  answer[0] = 0;
  struct termios before, raw;
  if (tcgetattr(STDIN_FILENO, &before) != 0) return 0;
  raw = before;
  raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  // From here on a signal that ends us puts the terminal right.
  sc_set_editing(true, false);
  tcsetattr(STDIN_FILENO, TCSANOW, &raw);
  answers = answer;
  answers_size = size;
  answers_count = 0;
  awaiting = write(STDOUT_FILENO, question, strlen(question)) == (ssize_t)strlen(question);
  const long end = milliseconds() + patience;
  while (awaiting && typed.end < sizeof typed.bytes) {
    long left = end - milliseconds();
    struct pollfd wait = {.fd = STDIN_FILENO, .events = POLLIN};
    if (left <= 0) break;
    int ready = poll(&wait, 1, (int)left);
    if (ready < 0 && errno == EINTR) continue;
    unsigned char byte;
    if (ready <= 0 || read(STDIN_FILENO, &byte, 1) != 1) break;
    take(byte);
  }
  answer[answers_count] = 0;
  answers = NULL;
  tcsetattr(STDIN_FILENO, TCSANOW, &before);
  sc_set_editing(false, false);
  return !awaiting;
}

bool sc_typed_before(unsigned char *byte) {
  if (typed.start == typed.end) return false;
  *byte = typed.bytes[typed.start++];
  return true;
}

bool sc_awaits_answers(void) { return awaiting || state != GROUND; }

void sc_sort_byte(unsigned char byte) { take(byte); }

int sc_sorting_patience(void) { return state == GROUND ? -1 : key_silence; }

void sc_stop_sorting(void) { give_back(); }
