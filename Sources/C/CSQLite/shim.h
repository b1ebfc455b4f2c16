#pragma once
#include <sqlite3.h>

// Where in a statement its mistake is, in bytes; -1 when SQLite does not know, or is older than 3.38.
static inline int scrip_error_offset(sqlite3 *database) {
#if SQLITE_VERSION_NUMBER >= 3038000
  return sqlite3_error_offset(database);
#else
  (void)database;
  return -1;
#endif
}

// A database file is data of somebody else: what its schema says may call nothing that reaches out, and
// a text between double quotes is a name and never quietly a text. Swift cannot call what takes any
// number of arguments.
static inline void scrip_distrust(sqlite3 *database) {
  const int off[] = {SQLITE_DBCONFIG_TRUSTED_SCHEMA, SQLITE_DBCONFIG_ENABLE_TRIGGER,
                     SQLITE_DBCONFIG_DQS_DML, SQLITE_DBCONFIG_DQS_DDL};
  for (unsigned i = 0; i < sizeof off / sizeof *off; i++) {
    sqlite3_db_config(database, off[i], 0, (int *)0);
  }
  sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
}
