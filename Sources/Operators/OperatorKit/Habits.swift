// What operators are called elsewhere: in pandas, dplyr, SQL, spreadsheets. Whoever writes such a name is told how it is
// said here.

package enum Habits {
  /// What to write instead of a name that is none here.
  package static func hint(for name: String) -> String? { hints[name.lowercased()] }

  /// What to write instead of a value that is called otherwise.
  package static func value(for name: String) -> String? {
    switch name {
    case "null", "NULL", "None", "nil", "NA", "NaN", "undefined":
      "a missing cell is `none`; `is_missing(x)` asks for one"
    case "True", "TRUE", "yes", "Yes": "here it is `true`"
    case "False", "FALSE", "no", "No": "here it is `false`"
    default: nil
    }
  }

  package static let hints: [String: String] = Dictionary(
    table.flatMap { names, hint in names.split(separator: " ").map { (String($0), hint) } },
    uniquingKeysWith: { first, _ in first })

  /// Names in small letters, and what is said of them.
  private static let table: [(names: String, hint: String)] = [
    ("group_by groupby aggregate agg", "`summarize(by: …)` makes one row of each group"),
    ("mutate assign with_column with_columns", "`derive` adds columns"),
    ("read_csv read_table read_tsv fread csv read", "`load(\"visits.csv\")` reads a table"),
    ("to_csv write_csv write export", "`save(\"visits.csv\")` writes a table"),
    ("avg average", "here it is `mean`"),
    ("len size nrow rows length_of", "here it is `length`"),
    ("n count_if countif", "here it is `count()`, or `count(condition)`"),
    ("sumif sum_if sumifs", "here it is `sum(if condition then x else 0)`"),
    ("any", "here it is `count(condition) > 0`"),
    ("all", "here it is `share(condition) == 1`"),
    ("std sd stdev stddev", "here it is `deviation`"),
    ("var variance", "here it is `deviation(…) ^ 2`"),
    ("percentile", "here it is `quantile`"),
    ("log", "here it is `ln`, or `log10`"),
    ("pow power", "here it is `x ^ 2`"),
    ("mod", "`x %% 7` is the remainder"),
    ("lag shift", "here it is `previous`, in `derive(by: …, order: …)`"),
    ("lead", "here it is `next`, in `derive(by: …, order: …)`"),
    ("cumsum", "here it is `running_sum`, in `derive(by: …, order: …)`"),
    ("arrange order_by orderby sort_values", "here it is `sort`; `sort(-x)` has the largest first"),
    ("desc descending", "`sort(-x)` has the largest first"),
    ("dropna drop_na na_omit", "here it is `where(not is_missing(x))`"),
    ("tail limit", "here it is `sort(-x) |> head(rows: 10)`"),
    ("nunique n_distinct count_distinct distinct_count", "here it is `distinct`"),
    ("drop_duplicates", "here it is `unique` of a list, `summarize(by: …)` of a table"),
    ("isna is_na isnull is_null isnan notna", "here it is `is_missing`"),
    ("fillna coalesce ifnull nvl replace_na", "here it is `if is_missing(x) then 0 else x`"),
    ("ifelse if_else iif case_when", "here it is `if condition then a else b`"),
    ("weekday dayofweek wday", "here it is `day_of_week`, 1 for Monday"),
    ("day", "here it is `day_of_month`, or `start_of(moment, \"day\")` for the day itself"),
    ("week", "here it is `start_of(date, \"week\")`, its Monday"),
    ("today now", "a script says the same on every day: write `date(\"2024-03-01\")`"),
    ("strftime to_char date_format", "here it is `format`"),
    ("to_datetime to_date as_date strptime datetime", "here it is `date`"),
    ("int float as_numeric to_numeric parse_number", "here it is `number`"),
    ("str to_string as_character string", "here it is `text`"),
    ("concat paste concatenate", "`\"{first} {second}\"` puts values into a text; `+` joins lists"),
    ("append", "`+` joins lists"),
    ("merge left_join inner_join vlookup xlookup", "here it is `join`"),
    ("union rbind bind_rows pivot pivot_table pivot_wider melt", "`sql` can do that"),
    ("seq linspace arange", "here it is `0..1 by 0.1`"),
    ("print show display echo", "an expression on a line of its own shows its value"),
    ("train_test_split", "here it is `train, test = log |> split(60%)`"),
    ("fit train learn", "`rbcq` learns a policy"),
    ("predict recommend", "`score` adds the policy's decisions to a table"),
    ("evaluate estimate", "`dr` or `reme` estimates a policy from a log"),
    ("optimize optimise optimal", "`search` finds the λ for a budget"),
    ("hist histogram scatter chart bar line", "here it is `plot`"),
    ("summary info glimpse", "here it is `describe`"),
    ("import require source include", "here it is `lib = use(\"lib.scrip\")`"),
    ("assert", "here it is `expect`"),
  ]
}
