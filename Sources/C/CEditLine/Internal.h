// Shared between the files of the shim; Swift never sees it.
#pragma once

#include <histedit.h>
#include <stdbool.h>
#include <stdint.h>
#include <wchar.h>

#include "CEditLine.h"

struct sc_undo;

struct sc_editor {
  EditLine *edit;
  History *history;
  char *prompt;
  void *context;
  sc_key_function key;
  sc_paste_function paste;
  /// Whether escape sequences of our own may be written.
  bool ansi;
  /// Width that the line on the screen was drawn for.
  int columns;
  /// SC_INTERRUPT, SC_EOF or SC_FAILED once the reader gave up on this line, else SC_LINE.
  int ended;
  /// A byte that was read too far while decoding, or -1.
  int held;
  struct sc_undo *undo;
  /// A key function reads characters; the line is not in a state of rest.
  bool busy;
  /// The last line that was entered; libedit owns the bytes.
  sc_text entered;
};

#define SC_BRACKETED_PASTE_ON "\033[?2004h"
#define SC_BRACKETED_PASTE_OFF "\033[?2004l"

// Reader.c
int sc_read_character(EditLine *edit, wchar_t *character);

// Undo.c
struct sc_undo *sc_undo_new(void);
void sc_undo_free(struct sc_undo *undo);
void sc_undo_forget(struct sc_undo *undo);
/// Takes a picture of the line when it has changed.
void sc_undo_watch(struct sc_undo *undo, EditLine *edit);
/// Goes back one step; false when there is none.
bool sc_undo_step(struct sc_undo *undo, EditLine *edit);

// Answers.c
/// A byte that was typed while the terminal was asked; false when there is none left.
bool sc_typed_before(unsigned char *byte);
/// Whether what is read next may be an answer: then bytes go through `sc_sort_byte`, and come back by
/// `sc_typed_before` unless they were one.
bool sc_awaits_answers(void);
void sc_sort_byte(unsigned char byte);
/// Milliseconds to wait for the next byte, -1 for ever; after them the bytes so far were typed.
int sc_sorting_patience(void);
void sc_stop_sorting(void);

// Signals.c
/// The end of the pipe that the handlers write signal numbers to.
int sc_signal_pipe(void);
/// Forgets signals that arrived while nobody was editing.
void sc_drain_signals(void);
/// Says that the terminal is in editing mode, and how to leave that mode from a handler.
void sc_set_editing(bool editing, bool ansi);
