// What a file's reader has to say of its columns, beside their cells.

extension CSVReader {
  /// Why columns of this file are texts, where that may be a mistake.
  static func remarks(
    _ file: CSVFile, _ columns: [Column], _ format: CellFormat, _ asked: [Kind]
  ) throws(TableReadError) -> [ColumnRemark] {
    var remarks: [ColumnRemark] = []
    for (index, (name, column)) in zip(file.names, columns).enumerated() {
      guard asked[index] != .text, case .text(let text) = column,
        let (found, row) = ColumnRemark.about(name, text, format)
      else { continue }
      var remark = found
      if let row { remark.line = try line(of: row, in: file) }
      remarks.append(remark)
    }
    return remarks
  }

  /// Columns of numbers that may be something else, and of what numbers would not keep.
  var doubts: [ColumnRemark] {
    kinds.indices.filter { kinds[$0] == .number || isLong[$0] }.flatMap { index -> [ColumnRemark] in
      if isLong[index] { return [remark(index, .long)] }
      var looks: [ColumnRemark.Look] = sawPadding[index] ? [.padded] : []
      if format.decimal == nil, grouping[index] == .thousands { looks.append(.grouped) }
      return looks.map { remark(index, $0) }
    }
  }

  private func remark(_ index: Int, _ look: ColumnRemark.Look) -> ColumnRemark {
    ColumnRemark(column: file.names[index], look: look, isExpected: false, cells: rowCount)
  }

  /// The line that a row starts on; quoted cells may have several.
  private static func line(of row: Int, in file: CSVFile) throws(TableReadError) -> Int {
    let bytes = file.bytes.span
    var cells = CSVCells(
      path: file.path, delimiter: file.delimiter, offset: file.bodyStart, line: file.bodyLine)
    var rows = 0
    while cells.offset < bytes.count {
      let byte = bytes[cells.offset]
      if (byte == 10 || byte == 13) && file.names.count > 1 {
        _ = cells.finish(bytes, cells.offset)
        continue
      }
      if rows == row { break }
      while try !cells.next(bytes).endsLine {}
      rows += 1
    }
    return cells.line
  }
}
