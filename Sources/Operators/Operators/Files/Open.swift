// `open`: a policy from a file.
import Data
import Learning
import OperatorKit

private let path = Parameter<String>("path", "a .safetensors file that `save` wrote")

extension Operator {
  static let open = Operator(
    "open", .files, "read a saved policy", parameters: [path.declaration],
    returns: .native(Policy.nativeType),
    details:
      "A file that is damaged, was cut short, or was written by something else is refused with the reason.",
    examples: [
      .prints(
        """
        save(constant(1.5), "simple.safetensors")
        open("simple.safetensors").name
        """, output: "wrote simple.safetensors\nconstant 1.5"),
      .fails("open(\"nothing.safetensors\")", message: "there is no file"),
    ]
  ) { arguments, context in
    let name = try arguments[path]
    return try blaming("path") {
      let bytes = try FileBytes.read(path: context.resolve(name))
      let policy = try Policy(decoding: bytes)
      var digest = Digest()
      digest.combine(bytes: bytes)
      context.didRead(name, digest.description)
      return .native(policy)
    }
  }
}
