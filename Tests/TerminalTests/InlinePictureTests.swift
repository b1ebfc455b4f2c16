// Pictures in the terminal: what answers mean, and how a PNG is wrapped for each protocol.
import Foundation
import Reporting
import Terminal
import Testing

@Suite("Pictures in the terminal")
struct InlinePictureTests {
  @Test(
    "Only a terminal that says so is sent a picture",
    arguments: [
      ("_Gi=31;OK\u{1B}\\\n[?62;c\n", PictureProtocol.kitty),
      ("_Gi=31;OK\u{1B}\\\n]1337;ReportCellSize=17.50;8.00;2.0\u{07}\n[?62;4c\n", .kitty),
      ("]1337;ReportCellSize=17.50;8.00;2.0\u{07}\n[?62;4c\n", .iTerm),
      ("_Gi=31;ENOTSUPPORTED:no\u{1B}\\\n[?62c\n", nil), ("", nil),
      ("[?62;4c\n", .sixel), ("[?62;22;4;6c\n", .sixel), ("[?4;22c\n", nil), ("[?62;14c\n", nil),
      ("P>|kitty(0.30)\u{1B}\\\n[?62;c\n", nil),
    ] as [(String, PictureProtocol?)])
  func answers(text: String, expected: PictureProtocol?) {
    #expect(PictureProtocol(answers: text) == expected)
  }

  @Test(
    "Kitty is sent pieces of 4,096 characters that make up the picture, and is told not to answer")
  func kitty() throws {
    let png = (0..<7000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let text = try #require(PictureProtocol.kitty.text(png: png, columns: 72))
    let pieces = text.components(separatedBy: "\u{1B}_G").dropFirst().map {
      $0.replacingOccurrences(of: "\u{1B}\\", with: "").trimmingCharacters(in: .newlines)
        .split(separator: ";").map(String.init)
    }
    #expect(pieces.map { $0[0] } == ["a=T,f=100,q=2,c=72,m=1", "m=1", "m=0"])
    #expect(pieces.allSatisfy { $0[1].count <= 4096 && $0[1].count % 4 == 0 })
    #expect(Data(base64Encoded: pieces.map { $0[1] }.joined()) == Data(png))
    #expect(text.hasSuffix("\u{1B}\\\n"))
  }

  @Test("iTerm2 is sent one text with the picture's size")
  func iTerm() {
    #expect(
      PictureProtocol.iTerm.text(png: [1, 2, 3, 255], columns: 40)
        == "\u{1B}]1337;File=inline=1;size=4;width=40;preserveAspectRatio=1:AQID/w==\u{07}\n")
  }

  @Test(
    "A terminal with sixels is sent what libsixel makes, in the width that was asked for",
    .enabled(if: FigurePNG.program != nil && FigurePNG.sixelProgram != nil))
  func sixels() throws {
    let figure = Figure(
      title: "a", x: .init("x"), y: .init("y"),
      series: [.init("a", mark: .line, points: [.init(0, 1), .init(1, 2)])])
    let png = try FigurePNG.bytes(of: figure)
    let text = try #require(PictureProtocol.sixel.text(png: png, columns: 40))
    #expect(text.hasPrefix("\u{1B}Pq\"1;1;320;") && text.hasSuffix("\u{1B}\\\n"))
  }
}
