// Settings as a policy file keeps them. A file may be older than a setting: what it does not name was not
// done then, whatever is the default today.

extension Configuration {
  enum CodingKeys: String, CodingKey {
    case method, choices, heldOut, heads, hidden, steps, batch, learningRate, finalLearningRate
    case warmup, gamma, target, threshold, shrinkage, basis, loss, conservatism, averaging, clip
    case pooling, shaping, dueling, seed, generative
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    method = try values.decode(Method.self, forKey: .method)
    choices = try values.decodeIfPresent(Set<Choice>.self, forKey: .choices) ?? []
    heldOut = try values.decodeIfPresent(Double.self, forKey: .heldOut) ?? 0
    heads = try values.decode(Int.self, forKey: .heads)
    hidden = try values.decode([Int].self, forKey: .hidden)
    steps = try values.decode(Int.self, forKey: .steps)
    batch = try values.decode(Int.self, forKey: .batch)
    learningRate = try values.decode(Double.self, forKey: .learningRate)
    finalLearningRate = try values.decodeIfPresent(Double.self, forKey: .finalLearningRate)
    warmup = try values.decode(Int.self, forKey: .warmup)
    gamma = try values.decode(Double.self, forKey: .gamma)
    target = try values.decode(Target.self, forKey: .target)
    threshold = try values.decode(Double.self, forKey: .threshold)
    shrinkage = try values.decode(Double.self, forKey: .shrinkage)
    basis = try values.decode(Basis.self, forKey: .basis)
    loss = try values.decode(LossKind.self, forKey: .loss)
    conservatism = try values.decodeIfPresent(Double.self, forKey: .conservatism)
    averaging = try values.decode(Double.self, forKey: .averaging)
    clip = try values.decode(Bool.self, forKey: .clip)
    pooling = try values.decodeIfPresent(Bool.self, forKey: .pooling) ?? false
    shaping = try values.decodeIfPresent(Bool.self, forKey: .shaping) ?? false
    dueling = try values.decodeIfPresent(Bool.self, forKey: .dueling) ?? false
    seed = try values.decode(UInt64.self, forKey: .seed)
    generative = try values.decode(GenerativeSettings.self, forKey: .generative)
  }

  /// A set has no order of its own, and the same policy must give the same bytes.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(method, forKey: .method)
    try values.encode(Choice.allCases.filter(choices.contains), forKey: .choices)
    try values.encode(heldOut, forKey: .heldOut)
    try values.encode(heads, forKey: .heads)
    try values.encode(hidden, forKey: .hidden)
    try values.encode(steps, forKey: .steps)
    try values.encode(batch, forKey: .batch)
    try values.encode(learningRate, forKey: .learningRate)
    try values.encodeIfPresent(finalLearningRate, forKey: .finalLearningRate)
    try values.encode(warmup, forKey: .warmup)
    try values.encode(gamma, forKey: .gamma)
    try values.encode(target, forKey: .target)
    try values.encode(threshold, forKey: .threshold)
    try values.encode(shrinkage, forKey: .shrinkage)
    try values.encode(basis, forKey: .basis)
    try values.encode(loss, forKey: .loss)
    try values.encodeIfPresent(conservatism, forKey: .conservatism)
    try values.encode(averaging, forKey: .averaging)
    try values.encode(clip, forKey: .clip)
    try values.encode(pooling, forKey: .pooling)
    try values.encode(shaping, forKey: .shaping)
    try values.encode(dueling, forKey: .dueling)
    try values.encode(seed, forKey: .seed)
    try values.encode(generative, forKey: .generative)
  }
}
