// Runs another program on our terminal, such as the user's editor. It stays in our process group, so
// that the terminal lets it read; Ctrl-C meanwhile is its own.
#include <stdlib.h>
#include <sys/wait.h>

#include "CEditLine.h"

int32_t sc_run_command(const char *command) {
  int status = system(command);
  if (status == -1) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
