// Every operator, in the order of the manual: the order of the work.
package import OperatorKit

extension Catalogue {
  /// All operators of the language.
  package static let standard = Catalogue(
    [
      data, market, lambda, learn, evaluate, search, answer, present, files, numbers, lists, texts,
      dates,
    ].flatMap { $0 })

  private static let data: [Operator] = [
    .load, .smallTable, .where, .derive, .summarize, .join, .sql, .select, .drop, .rename, .sort,
    .head,
    .describe,
    .columns, .dataset, .split,
  ]

  private static let market: [Operator] = [.market, .simulate, .rollout, .oracle]

  private static let lambda: [Operator] = [.generalize]

  private static let learn: [Operator] = [
    .rbcq, .bcq, .rem, .cql, .greedy, .segments, .imitate, .constant, .random, .behaviour,
  ]

  private static let evaluate: [Operator] = [
    .reme, .fqe, .dr, .dm, .ips, .snips, .pdis, .wis, .overlap, .coverage,
  ]

  private static let search: [Operator] = [.frontier, .search, .at, .mixing]

  private static let answer: [Operator] = [.who, .what, .when, .score, .allocate]

  private static let present: [Operator] = [.plot, .compare, .expect, .note]

  private static let files: [Operator] = [.save, .open, .use]

  private static let numbers: [Operator] = [
    .abs, .sqrt, .exp, .ln, .log10, .round, .floor, .ceil, .sum, .mean, .median, .quantile,
    .deviation, .min, .max, .counting, .sharing, .firstElement, .lastElement, .distinct,
    .runningSum, .previousRow, .nextRow,
  ]

  private static let lists: [Operator] = [
    .length, .map, .filter, .reduce, .sortBy, .zip, .unique, .flatten,
  ]

  private static let texts: [Operator] = [
    .toText, .toNumber, .isMissing, .upper, .lower, .trim, .contains, .startsWith, .endsWith,
    .replace, .splitText, .joinText, .format,
  ]

  private static let dates: [Operator] = [
    .toDate, .daysSince, .startOf, .year, .month, .dayOfMonth, .dayOfWeek, .hour,
  ]
}
