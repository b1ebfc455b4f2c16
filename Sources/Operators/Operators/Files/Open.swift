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
    let policy = try blaming("path") {
      try Policy(decoding: try FileBytes.read(path: context.resolve(name)))
    }
    context.didRead(name, policy.summary?.digest ?? policy.name)
    return .native(policy)
  }
}
