// Undo for the line. libedit's own keeps one step and none for the emacs keys. Before each key is
// read the line is in its state of rest, so the reader takes a picture of it whenever it has changed;
// undo goes back to the picture before. Letters typed in a row are one step.
#include <stdlib.h>
#include <string.h>

#include "Internal.h"

enum { depth = 64 };

struct sc_picture {
  wchar_t *text;
  size_t length;
  size_t cursor;
};

struct sc_undo {
  struct sc_picture pictures[depth];
  int count;
  /// Whether the last change added one letter.
  bool typing;
};

static size_t line_length(const LineInfoW *line) { return (size_t)(line->lastchar - line->buffer); }

static void drop(struct sc_undo *undo, int from) {
  while (undo->count > from) free(undo->pictures[--undo->count].text);
}

struct sc_undo *sc_undo_new(void) { return calloc(1, sizeof(struct sc_undo)); }

void sc_undo_forget(struct sc_undo *undo) {
  drop(undo, 0);
  undo->typing = false;
}

void sc_undo_free(struct sc_undo *undo) {
  if (!undo) return;
  drop(undo, 0);
  free(undo);
}

/// The incremental search writes its own prompt into the line while it runs.
static bool is_searching(const LineInfoW *line) {
  for (const wchar_t *p = line->buffer; p + 4 <= line->lastchar; p++) {
    if (wmemcmp(p, L"\nbck", 4) == 0 || wmemcmp(p, L"\nfwd", 4) == 0) return true;
  }
  return false;
}

void sc_undo_watch(struct sc_undo *undo, EditLine *edit) {
  const LineInfoW *line = el_wline(edit);
  size_t length = line_length(line);
  struct sc_picture *last = undo->count ? &undo->pictures[undo->count - 1] : NULL;
  if (last && last->length == length && wmemcmp(last->text, line->buffer, length) == 0) {
    last->cursor = (size_t)(line->cursor - line->buffer);
    return;
  }
  if (is_searching(line)) return;
  bool typed = last && length == last->length + 1 && line->cursor > line->buffer &&
               line->cursor[-1] != L' ';
  wchar_t *text = malloc((length + 1) * sizeof *text);
  if (!text) return;
  wmemcpy(text, line->buffer, length);
  text[length] = 0;
  if (typed && undo->typing) {
    free(undo->pictures[--undo->count].text);
  } else if (undo->count == depth) {
    free(undo->pictures[0].text);
    memmove(undo->pictures, undo->pictures + 1, (depth - 1) * sizeof *undo->pictures);
    undo->count--;
  }
  undo->typing = typed;
  struct sc_picture picture = {text, length, (size_t)(line->cursor - line->buffer)};
  undo->pictures[undo->count++] = picture;
}

bool sc_undo_step(struct sc_undo *undo, EditLine *edit) {
  // The newest picture is the line as it is now.
  if (undo->count < 2) return false;
  drop(undo, undo->count - 1);
  undo->typing = false;
  struct sc_picture *back = &undo->pictures[undo->count - 1];
  const LineInfoW *line = el_wline(edit);
  el_cursor(edit, (int)(line->lastchar - line->cursor));
  if (line_length(line) > 0) el_deletestr(edit, (int)line_length(line));
  if (back->length > 0) el_winsertstr(edit, back->text);
  el_cursor(edit, (int)back->cursor - (int)back->length);
  return true;
}
