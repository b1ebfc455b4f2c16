// The prompt's settings: the file that says them, and what is wrong with one.

import Foundation
import Terminal
import Testing

@Suite("Settings of the prompt")
struct PreferencesTests {
  @Test("The file that is printed reads as the settings that it was printed from")
  func roundTrip() {
    var preferences = Preferences()
    preferences.rows = 25
    preferences.time = true
    preferences.colour = .never
    preferences.threads = 3
    var read = Preferences()
    #expect(read.read(preferences.fileText).isEmpty)
    #expect(read == preferences)
    for declaration in Preferences.declarations {
      #expect(preferences.fileText.contains("\n# \(declaration.meaning): \(declaration.takes)."))
    }
  }

  @Test("A wrong line is told with its number, and the others count")
  func wrongLines() {
    var preferences = Preferences()
    let problems = preferences.read("# mine\nrow = 5\nrows = 0\nrows\n\nbanner=off # quiet\n")
    #expect(
      problems == [
        "line 2: no setting `row`; did you mean `rows`?",
        "line 3: `rows` takes a whole number from 1 to 1,000, found `0`",
        "line 4: `rows` is not `name = value`",
      ])
    #expect(preferences.rows == 10)
    #expect(!preferences.banner)
  }

  @Test(
    "The file lies where the user keeps such files",
    arguments: [
      (["XDG_CONFIG_HOME": "/etc/mine"], "/etc/mine/scrip/config"),
      (["XDG_CONFIG_HOME": "relative"], "/home/ada/.config/scrip/config"),
      ([:], "/home/ada/.config/scrip/config"),
    ])
  func location(environment: [String: String], path: String) {
    let home = URL(fileURLWithPath: "/home/ada")
    #expect(Preferences.location(environment: environment, home: home).path == path)
  }
}
