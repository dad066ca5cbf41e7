/** Versions onnxruntime-web 1.30 accepts (measured: it refuses ai.onnx 27, ai.onnx.ml 6 and IR 14). */
export const RUNTIME = { opset: 26, mlOpset: 5, irVersion: 13 } as const;

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Operators of the standard set that onnxruntime-web 1.30 knows. Source: onnx docs/Operators.md, checked against the runtime one by one. */
const STANDARD = words(`
    Abs Acos Acosh Add AffineGrid And ArgMax ArgMin Asin Asinh Atan Atanh Attention AveragePool BatchNormalization Bernoulli BitCast BitShift
  BitwiseAnd BitwiseNot
    BitwiseOr BitwiseXor BlackmanWindow Cast CastLike Ceil Celu CenterCropPad Clip Col2Im Compress Concat ConcatFromSequence Constant
  ConstantOfShape Conv
    ConvInteger ConvTranspose Cos Cosh CumProd CumSum DFT DeformConv DepthToSpace DequantizeLinear Det Div Dropout DynamicQuantizeLinear Einsum Elu
  Equal Erf Exp
    Expand EyeLike Flatten Floor GRU Gather GatherElements GatherND Gelu Gemm GlobalAveragePool GlobalLpPool GlobalMaxPool Greater GreaterOrEqual
  GridSample
  GroupNormalization HammingWindow HannWindow HardSigmoid HardSwish Hardmax Identity If ImageDecoder InstanceNormalization IsInf IsNaN LRN LSTM
  LayerNormalization LeakyRelu Less LessOrEqual Log LogSoftmax Loop LpNormalization LpPool MatMul MatMulInteger Max MaxPool MaxRoiPool MaxUnpool Mean
  MeanVarianceNormalization MelWeightMatrix Min Mish Mod Mul Multinomial Neg NegativeLogLikelihoodLoss NonMaxSuppression NonZero Not OneHot Optional
    OptionalGetElement OptionalHasElement Or PRelu Pad Pow QLinearConv QLinearMatMul QuantizeLinear RMSNormalization RNN RandomNormal
  RandomNormalLike RandomUniform
    RandomUniformLike Range Reciprocal ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum
  ReduceSumSquare
  RegexFullMatch Relu Reshape Resize ReverseSequence RoiAlign RotaryEmbedding Round STFT Scan Scatter ScatterElements ScatterND Selu SequenceAt
  SequenceConstruct SequenceEmpty SequenceErase SequenceInsert SequenceLength SequenceMap Shape Shrink Sigmoid Sign Sin Sinh Size Slice Softmax
  SoftmaxCrossEntropyLoss Softplus Softsign SpaceToDepth Split SplitToSequence Sqrt Squeeze StringConcat StringNormalizer StringSplit Sub Sum Tan Tanh
  TensorScatter TfIdfVectorizer ThresholdedRelu Tile TopK Transpose Trilu Unique Unsqueeze Upsample Where Xor
  Affine Crop DynamicSlice ImageScaler ParametricSoftplus Scale ScaledTanh
`);

const MACHINE_LEARNING = words(`
    ArrayFeatureExtractor Binarizer CastMap CategoryMapper DictVectorizer FeatureVectorizer Imputer LabelEncoder LinearClassifier LinearRegressor
  Normalizer
  OneHotEncoder SVMClassifier SVMRegressor Scaler TreeEnsemble TreeEnsembleClassifier TreeEnsembleRegressor ZipMap
`);

const MICROSOFT = words(`
    Attention BiasGelu BifurcationDetector CDist ComplexMul ComplexMulConj ConvTransposeWithDynamicPads CropAndResize DequantizeLinear
  DynamicQuantizeLSTM
  DynamicQuantizeMatMul EmbedLayerNormalization ExpandDims FastGelu FusedConv FusedGemm FusedMatMul GatherBlockQuantized GatherND Gelu GridSample
    GroupQueryAttention Inverse Irfft MatMulBnb4 MatMulInteger16 MatMulIntegerToFloat MatMulNBits MaxpoolWithMask MulInteger MultiHeadAttention
  MurmurHash3
    NhwcMaxPool Pad QAttention QEmbedLayerNormalization QGemm QLinearAdd QLinearAveragePool QLinearConcat QLinearConv QLinearGlobalAveragePool
  QLinearLeakyRelu
    QLinearMul QLinearReduceMean QLinearSigmoid QLinearSoftmax QLinearWhere QMoE QuantizeLinear QuickGelu Range ReduceSumInteger RotaryEmbedding
  SampleOp
    SkipLayerNormalization SkipSimplifiedLayerNormalization SparseToDenseMatMul Tokenizer TransposeMatMul Trilu Unique WhisperBeamSearch
  WordConvEmbedding
`);

/** Known operators by domain. */
export const OPERATORS: Readonly<Record<string, ReadonlySet<string>>> = { '': STANDARD, 'ai.onnx.ml': MACHINE_LEARNING, 'com.microsoft': MICROSOFT };

/** Domains whose operators only serve to train a model. */
export const TRAINING_DOMAINS: ReadonlySet<string> = new Set(['ai.onnx.training', 'ai.onnx.preview.training']);

/** Whether the runtime has an operator of this name. */
export function runtimeKnows(domain: string, op: string): boolean {
  return OPERATORS[domain]?.has(op) ?? false;
}

/** `ai.onnx.ml.ZipMap`, or just `Gemm` for the standard set. */
export function operatorName(domain: string, op: string): string {
  return domain === '' ? op : `${domain}.${op}`;
}
