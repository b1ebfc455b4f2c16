// Database files: read and never changed; broken, locked and missing ones are named for what they are.
import CSQLite
import Data
import Database
import Foundation
import Testing

/// A folder with a database of three orders, gone when the body is done.
enum Shop {
  static func with(_ body: (DatabaseFile) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("scrip-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("shop.sqlite").path
    try write(
      """
      create table orders (id integer primary key, user integer, day date, paid boolean, note text);
      insert into orders values (1, 1, '2024-03-01', 1, 'x'), (2, 1, '2024-03-04', 0, null),
        (3, 2, null, 1, 'y');
      create view recent as select * from orders where day > '2024-03-02';
      """, to: path)
    try body(DatabaseFile(path: path, name: "shop.sqlite", patience: 0))
  }

  static func write(_ statements: String, to path: String) throws {
    var handle: OpaquePointer?
    try #require(unsafe sqlite3_open(path, &handle) == SQLITE_OK)
    defer { unsafe sqlite3_close(handle) }
    try #require(unsafe sqlite3_exec(handle, statements, nil, nil, nil) == SQLITE_OK)
  }
}

@Suite struct FileTests {

  func kind(_ query: String, _ file: DatabaseFile) -> QueryError.Kind? {
    let error = #expect(throws: QueryError.self) { try Query(query).run(reading: file) }
    return error?.kind
  }

  @Test("a file's tables and views are read beside the lent ones, which win")
  func reads() throws {
    try Shop.with { shop in
      let result = try Query(
        """
        select o.user, o.day, o.paid, v.city from orders o join visits v on v.rowid = o.id
        order by o.id
        """, tables: [("visits", visits)]
      ).run(reading: shop)
      #expect(numbers(result, "user") == [1, 1, 2])
      #expect(result["paid"] == .boolean([true, false, true]))
      #expect(texts(result, "city") == ["Kiel", "Bonn", "Kiel"])
      #expect(result["day"]?.cell(1) == "2024-03-04")
      #expect(result["day"]?.missingCount == 1)
      #expect(numbers(try Query("select id from recent").run(reading: shop), "id") == [2])
      let hidden = Query("select count(*) as n from orders", tables: [("orders", visits)])
      #expect(numbers(try hidden.run(reading: shop), "n") == [5])
    }
  }

  @Test("a table that is not there is told with those that are")
  func unknown() throws {
    try Shop.with { shop in
      #expect(
        kind("select * from order_s", shop)
          == .unknownTable("order_s", known: ["orders", "recent"]))
    }
  }

  @Test("reading leaves the file's bytes and its folder as they were, and refuses to write")
  func unchanged() throws {
    try Shop.with { shop in
      let folder = URL(fileURLWithPath: shop.path).deletingLastPathComponent().path
      let before = try Data(contentsOf: URL(fileURLWithPath: shop.path))
      _ = try Query("select * from orders").run(reading: shop)
      #expect(kind("delete from orders", shop) == .refused("delete"))
      #expect(kind("attach '\(folder)/new.sqlite' as n", shop) == .refused("attach"))
      #expect(try Data(contentsOf: URL(fileURLWithPath: shop.path)) == before)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["shop.sqlite"])
    }
  }

  @Test("the fingerprint is the file's: equal for a copy, another after a change")
  func digest() throws {
    try Shop.with { shop in
      var copy = shop
      copy.path += ".copy"
      try FileManager.default.copyItem(atPath: shop.path, toPath: copy.path)
      #expect(try shop.digest() == copy.digest())
      try Shop.write("update orders set user = 5 where id = 3", to: copy.path)
      #expect(try shop.digest() != copy.digest())
    }
  }

  @Test("a missing file, a folder, a CSV file and a broken database are told apart")
  func broken() throws {
    try Shop.with { shop in
      let folder = URL(fileURLWithPath: shop.path).deletingLastPathComponent()
      func file(_ name: String) -> DatabaseFile {
        DatabaseFile(path: folder.appendingPathComponent(name).path, name: name, patience: 0)
      }
      #expect(kind("select 1 as a", file("none.sqlite")) == .fileMissing("none.sqlite"))
      #expect(kind("select 1 as a", file("")) == .isDirectory(""))
      try "user,cost\n1,2\n".write(
        toFile: file("a.csv").path, atomically: true, encoding: .utf8)
      #expect(kind("select 1 as a", file("a.csv")) == .notADatabase("a.csv"))
      // The pages behind the first are gone over.
      var bytes = try Data(contentsOf: URL(fileURLWithPath: shop.path))
      try #require(bytes.count == 8192)
      bytes.replaceSubrange(4096..., with: Data(repeating: 0xA5, count: 4096))
      try bytes.write(to: URL(fileURLWithPath: file("broken.sqlite").path))
      #expect(kind("select * from orders", file("broken.sqlite")) == .damaged("broken.sqlite"))
      // The file ends in the middle.
      try bytes.prefix(4096).write(to: URL(fileURLWithPath: file("short.sqlite").path))
      #expect(kind("select * from orders", file("short.sqlite")) == .damaged("short.sqlite"))
      #expect(!FileManager.default.fileExists(atPath: file("none.sqlite").path))
    }
  }

  @Test("while another program writes, the file is locked")
  func locked() throws {
    try Shop.with { shop in
      var handle: OpaquePointer?
      try #require(unsafe sqlite3_open(shop.path, &handle) == SQLITE_OK)
      defer { unsafe sqlite3_close(handle) }
      try #require(unsafe sqlite3_exec(handle, "begin exclusive", nil, nil, nil) == SQLITE_OK)
      #expect(kind("select * from orders", shop) == .locked("shop.sqlite"))
      try #require(unsafe sqlite3_exec(handle, "rollback", nil, nil, nil) == SQLITE_OK)
      #expect(try Query("select * from orders").run(reading: shop).rowCount == 3)
    }
  }

  @Test("numbers of an integer column stay exact up to 2^53, and beyond are refused")
  func exact() throws {
    try Shop.with { shop in
      try Shop.write("insert into orders(id, user) values (9007199254740992, 1)", to: shop.path)
      let ids = try Query("select max(id) as id from orders").run(reading: shop)
      #expect(numbers(ids, "id") == [9_007_199_254_740_992])
      try Shop.write("insert into orders(id, user) values (-9007199254740993, 1)", to: shop.path)
      #expect(
        kind("select min(id) as id from orders", shop)
          == .inexact(column: "id", value: -9_007_199_254_740_993))
    }
  }
}
