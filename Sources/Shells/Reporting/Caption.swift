// What a table, a card or a figure is called in two reports that differ by a number: "each policy at its best for
// a budget of 8 per user; those that …" is "each policy at its best for a budget of … per user" in both.

enum Caption {
  /// The first clause, with `…` for its numbers.
  static func name(of caption: String) -> String {
    var name = ""
    var previous: Character = " "
    var isNumber = false
    for character in caption {
      if character == ";" { break }
      let isDigit = character.isNumber
      if isNumber, isDigit || ".,%".contains(character) {
        previous = character
        continue
      }
      // A comma or a full stop after a number is the sentence's.
      if isNumber, previous == "," || previous == "." { name.append(previous) }
      isNumber = isDigit && !previous.isLetter && previous != "_"
      name += isNumber ? "…" : String(character)
      previous = character
    }
    return name
  }
}
