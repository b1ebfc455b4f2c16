// Frames come in pieces, several at once, or not as they should.

import Foundation
import LanguageServer
import Testing

struct MessageFrameTests {
  @Test("Messages come out whole, however the bytes come in", arguments: [1, 3, 1_000])
  func pieces(_ size: Int) throws {
    let messages: [JSON] = [["text": "λ 😀"], .null, [1, .number(2.5), true]]
    let bytes = messages.map { MessageFrames.frame($0) }.reduce(Data(), +)
    var frames = MessageFrames()
    var found: [JSON] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      frames.append(bytes[start..<min(start + size, bytes.count)])
      while let message = try frames.next() { found.append(try JSON(parsing: message)) }
    }
    #expect(found == messages)
  }

  @Test("Other header lines are let through, and letters may be small")
  func headers() throws {
    var frames = MessageFrames()
    frames.append(Data("Content-Type: x; charset=utf-8\r\ncontent-length:  2\r\n\r\n{}".utf8))
    #expect(try frames.next() == Data("{}".utf8))
  }

  @Test(
    "Without a length there is no next message",
    arguments: [
      "GET / HTTP/1.1\r\n\r\n", "Content-Length: -1\r\n\r\n", "Content-Length: x\r\n\r\n",
      "Content-Length: 99999999999\r\n\r\n", String(repeating: "a", count: 5_000),
    ])
  func refused(_ bytes: String) {
    var frames = MessageFrames()
    frames.append(Data(bytes.utf8))
    #expect(throws: MessageFrames.Failure.self) { try frames.next() }
  }
}
