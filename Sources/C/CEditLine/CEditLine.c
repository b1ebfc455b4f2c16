// The editor: libedit set up the way that Scrip wants it, its variadic calls wrapped, and the keys
// that Swift answers passed on. Key functions never jump or throw; they say what they did to the
// line and the screen follows.
#include "CEditLine.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "Internal.h"

int32_t sc_use_utf8(void) {
  const char *candidates[] = {"", "C.UTF-8", "en_US.UTF-8"};
  for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++) {
    if (!setlocale(LC_CTYPE, candidates[i])) continue;
    if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return 1;
  }
  return 0;
}

static sc_editor *editor_of(EditLine *edit) {
  sc_editor *editor = NULL;
  el_get(edit, EL_CLIENTDATA, &editor);
  return editor;
}

static char *prompt_of(EditLine *edit) { return editor_of(edit)->prompt; }

static unsigned char screen_action(sc_editor *editor, int32_t change) {
  switch (change) {
    case SC_CHANGED: return CC_REFRESH;
    case SC_BEEP: return CC_REFRESH_BEEP;
    case SC_REDRAW: el_wset(editor->edit, EL_REFRESH); return CC_NORM;
    default: return CC_NORM;
  }
}

static unsigned char press(EditLine *edit, int32_t key) {
  sc_editor *editor = editor_of(edit);
  return screen_action(editor, editor->key(editor->context, editor, key));
}

static unsigned char on_complete(EditLine *edit, int character) {
  (void)character;
  return press(edit, SC_KEY_COMPLETE);
}
static unsigned char on_help(EditLine *edit, int character) {
  (void)character;
  return press(edit, SC_KEY_HELP);
}
static unsigned char on_up(EditLine *edit, int character) {
  (void)character;
  return press(edit, SC_KEY_UP);
}
static unsigned char on_down(EditLine *edit, int character) {
  (void)character;
  return press(edit, SC_KEY_DOWN);
}

/// Collects a bracketed paste, up to `ESC [ 201 ~`, and hands it over as one text.
static unsigned char on_paste(EditLine *edit, int character) {
  (void)character;
  sc_editor *editor = editor_of(edit);
  static const wchar_t end[] = L"\033[201~";
  const size_t end_length = sizeof end / sizeof *end - 1;
  size_t count = 0, capacity = 4096;
  wchar_t *text = malloc(capacity * sizeof *text);
  bool ended = false;
  editor->busy = true;
  while (text && !ended) {
    wchar_t next;
    if (sc_read_character(edit, &next) != 1) break;
    if (next == 0) continue;
    if (count + 1 >= capacity) {
      capacity *= 2;
      wchar_t *larger = realloc(text, capacity * sizeof *text);
      if (!larger) break;
      text = larger;
    }
    text[count++] = next;
    ended = count >= end_length && wmemcmp(text + count - end_length, end, end_length) == 0;
  }
  editor->busy = false;
  int32_t change = SC_UNCHANGED;
  if (text && ended) {
    text[count - end_length] = 0;
    size_t bytes = wcstombs(NULL, text, 0);
    char *utf8 = bytes == (size_t)-1 ? NULL : malloc(bytes + 1);
    if (utf8) {
      wcstombs(utf8, text, bytes + 1);
      change = editor->paste(editor->context, editor, utf8, bytes);
      free(utf8);
    }
  }
  free(text);
  return screen_action(editor, change);
}

static unsigned char on_undo(EditLine *edit, int character) {
  (void)character;
  return sc_undo_step(editor_of(edit)->undo, edit) ? CC_REFRESH : CC_REFRESH_BEEP;
}

static unsigned char on_stray_paste_end(EditLine *edit, int character) {
  (void)edit;
  (void)character;
  return CC_NORM;
}

static void bind_keys(EditLine *edit) {
  el_set(edit, EL_ADDFN, "scrip-complete", "Complete the word before the cursor", on_complete);
  el_set(edit, EL_ADDFN, "scrip-help", "Explain the word under the cursor", on_help);
  el_set(edit, EL_ADDFN, "scrip-up", "Row up, or earlier statement that starts alike", on_up);
  el_set(edit, EL_ADDFN, "scrip-down", "Row down, or later statement that starts alike", on_down);
  el_set(edit, EL_ADDFN, "scrip-undo", "Take back the last change", on_undo);
  el_set(edit, EL_ADDFN, "scrip-paste", "Insert a bracketed paste", on_paste);
  el_set(edit, EL_ADDFN, "scrip-paste-end", "Ignore the end of a paste", on_stray_paste_end);
  // Terminals send two forms of the arrow and Home keys, depending on their keypad mode.
  static const char *const keys[][2] = {
      {"^I", "scrip-complete"},        {"\\eh", "scrip-help"},
      {"\\eOP", "scrip-help"},         {"\\e[A", "scrip-up"},
      {"\\eOA", "scrip-up"},           {"^P", "scrip-up"},
      {"\\e[B", "scrip-down"},         {"\\eOB", "scrip-down"},
      {"^N", "scrip-down"},            {"\\e[200~", "scrip-paste"},
      {"\\e[201~", "scrip-paste-end"}, {"^R", "em-inc-search-prev"},
      {"^_", "scrip-undo"},               {"^W", "ed-delete-prev-word"},
      {"\\e[H", "ed-move-to-beg"},     {"\\eOH", "ed-move-to-beg"},
      {"\\e[1~", "ed-move-to-beg"},    {"\\e[F", "ed-move-to-end"},
      {"\\eOF", "ed-move-to-end"},     {"\\e[4~", "ed-move-to-end"},
      {"\\e[3~", "ed-delete-next-char"},
      {"\\e[1;5C", "em-next-word"},    {"\\e[1;5D", "ed-prev-word"},
      {"\\e[1;3C", "em-next-word"},    {"\\e[1;3D", "ed-prev-word"},
  };
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    el_set(edit, EL_BIND, keys[i][0], keys[i][1], NULL);
  }
}

sc_editor *sc_open(
    const char *program, int32_t ansi, void *context, sc_key_function key,
    sc_paste_function paste) {
  sc_install_signals();
  sc_editor *editor = calloc(1, sizeof *editor);
  if (!editor) return NULL;
  editor->context = context;
  editor->key = key;
  editor->paste = paste;
  editor->ansi = ansi != 0;
  editor->held = -1;
  editor->entered = (sc_text){"", 0, 0};
  editor->prompt = strdup("> ");
  editor->edit = el_init(program, stdin, stdout, stderr);
  editor->history = history_init();
  editor->undo = sc_undo_new();
  if (!editor->edit || !editor->history || !editor->prompt || !editor->undo) {
    sc_close(editor);
    return NULL;
  }
  HistEvent event;
  history(editor->history, &event, H_SETSIZE, 1000);
  history(editor->history, &event, H_SETUNIQUE, 1);

  EditLine *edit = editor->edit;
  el_set(edit, EL_CLIENTDATA, editor);
  // 1 would send every signal on to the whole process group, the parent shell included.
  el_set(edit, EL_SIGNAL, 0);
  el_set(edit, EL_EDITOR, "emacs");
  el_set(edit, EL_HIST, history, editor->history);
  el_set(edit, EL_PROMPT_ESC, prompt_of, '\1');
  el_set(edit, EL_GETCFN, sc_read_character);
  bind_keys(edit);
  el_source(edit, NULL);  // ~/.editrc may bind keys its own way
  editor->columns = sc_screen_size(STDOUT_FILENO).columns;
  return editor;
}

void sc_close(sc_editor *editor) {
  if (editor->edit) el_end(editor->edit);
  if (editor->history) history_end(editor->history);
  sc_set_editing(false, false);
  sc_undo_free(editor->undo);
  free(editor->prompt);
  free(editor);
}

void sc_set_prompt(sc_editor *editor, const char *prompt) {
  char *copy = strdup(prompt);
  if (!copy) return;
  free(editor->prompt);
  editor->prompt = copy;
}

int32_t sc_readline(sc_editor *editor) {
  sc_drain_signals();
  sc_clear_interrupt();
  editor->ended = SC_LINE;
  int columns = sc_screen_size(STDOUT_FILENO).columns;
  if (columns != editor->columns) {
    editor->columns = columns;
    el_resize(editor->edit);
  }
  if (editor->ansi) fputs(SC_BRACKETED_PASTE_ON, stdout);
  fflush(stdout);
  sc_undo_forget(editor->undo);
  sc_set_editing(true, editor->ansi);
  // libedit changes the mode only when it reads: keys pressed between the prompt and that moment
  // would be echoed twice.
  el_set(editor->edit, EL_PREP_TERM, 1);
  int count = 0;
  const char *text = el_gets(editor->edit, &count);
  int ended = editor->ended;
  if (ended == SC_INTERRUPT) {
    // The cursor may stand in the middle of several rows; what is below it was dropped anyway.
    fputs(editor->ansi ? "^C\r\n\033[J" : "^C\r\n", stdout);
  }
  if (editor->ansi) fputs(SC_BRACKETED_PASTE_OFF, stdout);
  fflush(stdout);
  sc_set_editing(false, false);
  if (ended != SC_LINE) return ended;
  if (!text || count <= 0) return SC_EOF;
  while (count > 0 && (text[count - 1] == '\n' || text[count - 1] == '\r')) count--;
  editor->entered = (sc_text){text, (size_t)count, (size_t)count};
  return SC_LINE;
}

sc_text sc_entered(sc_editor *editor) { return editor->entered; }

void sc_history_size(sc_editor *editor, int32_t size) {
  HistEvent event;
  history(editor->history, &event, H_SETSIZE, size);
}

void sc_history_add(sc_editor *editor, const char *statement) {
  HistEvent event;
  history(editor->history, &event, H_ENTER, statement);
}

sc_text sc_line(sc_editor *editor) {
  const LineInfo *info = el_line(editor->edit);
  sc_text line = {
      info->buffer, (size_t)(info->lastchar - info->buffer), (size_t)(info->cursor - info->buffer)};
  return line;
}

void sc_replace_before_cursor(sc_editor *editor, int32_t characters, const char *text) {
  if (characters > 0) el_deletestr(editor->edit, characters);
  if (*text) el_insertstr(editor->edit, text);
}

void sc_replace_line(sc_editor *editor, const char *text, int32_t characters) {
  const LineInfoW *info = el_wline(editor->edit);
  el_cursor(editor->edit, (int)(info->lastchar - info->cursor));
  sc_replace_before_cursor(editor, (int)(info->lastchar - info->buffer), text);
  info = el_wline(editor->edit);
  el_cursor(editor->edit, characters - (int)(info->cursor - info->buffer));
}

void sc_move_cursor(sc_editor *editor, int32_t characters) { el_cursor(editor->edit, characters); }

void sc_print_below(sc_editor *editor, const char *text) {
  // Rows of the line below the cursor would shine through the text; the line is drawn again anyway.
  fputs(editor->ansi ? "\r\n\033[J" : "\r\n", stdout);
  fputs(text, stdout);
  fflush(stdout);
}
