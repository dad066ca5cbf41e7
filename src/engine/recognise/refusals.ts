import { AssayError } from '../errors';
import type { Kind, Recognition } from './kinds';

/** What to say about a kind of file that no reader opens. */
interface Refusal {
  readonly why: string;
  /** One sentence, then code lines where code helps. */
  readonly remedy: string;
}

/** Ends every refusal of a model: much can be done without the model file. */
export const SCORES_ARE_ENOUGH =
  'Or open a table that has the model’s scores in a column: groups, slices, drift and tests work without the model file.';

const code = (sentence: string, ...lines: readonly string[]): string => [sentence, ...lines].join('\n');

const SKLEARN = code(
  'Write an ONNX file where the model was trained (pip install skl2onnx):',
  'from skl2onnx import to_onnx',
  'open("model.onnx", "wb").write(to_onnx(model, X_train[:1].astype("float32"), options={"zipmap": False}).SerializeToString())',
);
const TORCH = code(
  'Write an ONNX file where the model was trained:',
  'import torch',
  'torch.onnx.export(model.eval(), (X[:2],), "model.onnx", input_names=["input"], dynamic_shapes=({0: "batch"},), external_data=False)',
);
const KERAS = code(
  'Write an ONNX file with Keras 3 (pip install tf2onnx):',
  'model = keras.models.load_model("model.keras")',
  'model.export("model.onnx", format="onnx")',
);
const TENSORFLOW = code(
  'Convert the folder of the SavedModel on your computer:',
  'pip install tf2onnx',
  'python -m tf2onnx.convert --saved-model DIR --output model.onnx',
);
const TFLITE = code(
  'Convert the file on your computer:',
  'pip install tf2onnx',
  'python -m tf2onnx.convert --tflite model.tflite --output model.onnx',
);
const COREML = code(
  'Convert the model it was made from; a tree, linear or small Core ML model can be converted itself:',
  'import coremltools, onnxmltools',
  'onnxmltools.utils.save_model(onnxmltools.convert_coreml(coremltools.models.MLModel("model.mlmodel").get_spec()), "model.onnx")',
);
const XGBOOST = code('Save the model again as JSON, which Assay reads:', 'model = joblib.load("model.pkl")', 'model.save_model("model.json")');
const XGBOOST_DUMP = code(
  'Save the whole model as JSON, which Assay reads, instead of dumping its trees:',
  'booster = model.get_booster()',
  'booster.save_model("model.json")',
);
const LIGHTGBM = code(
  'Save the model again as text, which Assay reads:',
  'model = joblib.load("model.pkl")',
  'model.booster_.save_model("model.txt")',
);
const CATBOOST = code(
  'Write an ONNX file with CatBoost (for models on numeric columns):',
  'model = CatBoost().load_model("model.cbm")',
  'model.save_model("model.onnx", format="onnx")',
);
const CATBOOST_PICKLE = code(
  'Write an ONNX file with CatBoost (for models on numeric columns):',
  'model = joblib.load("model.pkl")',
  'model.save_model("model.onnx", format="onnx")',
);
const SPARK = code(
  'Write an ONNX file where Spark runs (pip install onnxmltools):',
  'from onnxmltools.convert.sparkml.utils import buildInitialTypesSimple',
  'onnxmltools.utils.save_model(onnxmltools.convert_sparkml(model, "model", buildInitialTypesSimple(df.drop("label"))), "model.onnx")',
);
const R = code(
  'Save a boosted model from R in its own format, which Assay reads:',
  'xgboost::xgb.save(model, "model.json")',
  'lightgbm::lgb.save(model, "model.txt")',
);
const H2O = code(
  'Score a table where H2O runs and open the result:',
  'scored = frame.cbind(model.predict(frame))',
  'h2o.export_file(scored, "scored.csv")',
);
const SCORE_ELSEWHERE = 'Score a table where the model runs, with the scores as one more column, and open that table.';
const UNPACK = 'Unpack it on your computer and open the model or the table inside.';
const AS_CSV = 'Save the data as CSV or Parquet where you have them open, and open that.';

const NO_READER = (format: string): string => `Assay has no reader for ${format}.`;
const FOREIGN_CODE = 'Opening a pickle runs the code inside it, and Assay never runs code that comes with a file.';
const NO_MODEL = 'It holds neither a model nor a table.';

/** The refusal of each kind; kinds that a reader opens have none here. */
export const REFUSALS: Partial<Record<Kind, Refusal>> = {
  'onnx-truncated': {
    why: 'It begins as an ONNX model, but its last field promises more bytes than are there; an interrupted download or copy does that.',
    remedy: code(
      'Copy or export it again, and compare the file sizes. These two lines write it:',
      'onx = to_onnx(model, X_train[:1], options={"zipmap": False})',
      'open("model.onnx", "wb").write(onx.SerializeToString())',
    ),
  },
  'xgboost-dump': {
    why: 'A dump lists the trees but leaves out the base score and the objective, so its numbers would be wrong without a word.',
    remedy: XGBOOST_DUMP,
  },
  'catboost-cbm': { why: NO_READER('CatBoost’s own format'), remedy: CATBOOST },
  'catboost-json': { why: NO_READER('CatBoost’s JSON format'), remedy: CATBOOST },
  pmml: { why: NO_READER('PMML'), remedy: SKLEARN },
  'h2o-mojo': { why: NO_READER('H2O’s MOJO format'), remedy: H2O },
  'h2o-mojo2': {
    why: 'Driverless AI pipelines run only in H2O’s licensed runtime.',
    remedy: 'Score a table in Driverless AI (Score on another dataset), download the CSV and open it.',
  },
  'h2o-pojo': { why: 'It is Java source code, and a page cannot run Java.', remedy: H2O },
  'datarobot-jar': {
    why: 'It is compiled Java, and a page cannot run Java. DataRobot offers no other form of the model.',
    remedy:
      'Download the predictions (and the prediction explanations) from DataRobot as CSV and open that table, or train the blueprint’s learner again outside and export ONNX.',
  },
  'spark-ml': { why: NO_READER('saved Spark pipelines'), remedy: SPARK },
  mleap: { why: NO_READER('MLeap bundles'), remedy: SPARK },
  'keras-zip': { why: NO_READER('Keras files'), remedy: KERAS },
  'keras-hdf5': { why: NO_READER('Keras files'), remedy: KERAS.replace('model.keras', 'model.h5') },
  'keras-weights': {
    why: 'It holds the weights without the layers they belong to.',
    remedy: code(
      'Build the model, load the weights and write an ONNX file with Keras 3:',
      'model.load_weights("model.weights.h5")',
      'model.export("model.onnx", format="onnx")',
    ),
  },
  'keras-config': {
    why: 'It describes the layers but holds no weights.',
    remedy: code(
      'Load the weights too and write an ONNX file with Keras 3:',
      'model = keras.models.model_from_json(text); model.load_weights("model.weights.h5")',
      'model.export("model.onnx", format="onnx")',
    ),
  },
  'tfjs-layers': { why: NO_READER('TensorFlow.js models'), remedy: KERAS },
  'tfjs-graph': { why: NO_READER('TensorFlow.js models'), remedy: TENSORFLOW },
  'tf-saved-model': { why: NO_READER('TensorFlow graphs'), remedy: TENSORFLOW },
  'tf-graph': {
    why: NO_READER('TensorFlow graphs'),
    remedy: code(
      'Convert the file on your computer (name its first and last tensors):',
      'pip install tf2onnx',
      'python -m tf2onnx.convert --graphdef model.pb --inputs x:0 --outputs y:0 --output model.onnx',
    ),
  },
  tflite: { why: NO_READER('TensorFlow Lite models'), remedy: TFLITE },
  coreml: { why: NO_READER('Core ML models'), remedy: COREML },
  'ort-format': {
    why: 'It is tied to one version of ONNX Runtime and cannot be checked before it runs.',
    remedy: 'Open the .onnx file it was converted from.',
  },
  openvino: { why: NO_READER('OpenVINO networks'), remedy: 'Open the ONNX file, or convert the original model, that the network was made from.' },
  pytorch: {
    why: 'A PyTorch file holds weights in a Python pickle; the computation itself is in the Python code that made it, and Assay never runs code that comes with a file.',
    remedy: TORCH,
  },
  torchscript: { why: NO_READER('TorchScript'), remedy: TORCH },
  'torch-export': {
    why: NO_READER('PyTorch’s exported programs'),
    remedy: code(
      'Write an ONNX file from it:',
      'program = torch.export.load("model.pt2")',
      'torch.onnx.export(program, (), "model.onnx", external_data=False)',
    ),
  },
  safetensors: { why: 'It holds weights without the layers they belong to.', remedy: TORCH },
  gguf: { why: 'Language models are outside what Assay examines.', remedy: SCORE_ELSEWHERE },
  skops: { why: NO_READER('skops files'), remedy: SKLEARN },
  'pickle-sklearn': { why: FOREIGN_CODE, remedy: SKLEARN },
  'pickle-xgboost': { why: FOREIGN_CODE, remedy: XGBOOST },
  'pickle-lightgbm': { why: FOREIGN_CODE, remedy: LIGHTGBM },
  'pickle-catboost': { why: FOREIGN_CODE, remedy: CATBOOST_PICKLE },
  'pickle-table': {
    why: FOREIGN_CODE,
    remedy: code(
      'If it holds a table, write it as CSV and open that:',
      'table = pandas.DataFrame(pandas.read_pickle("table.pkl"))',
      'table.to_csv("table.csv", index=False)',
    ),
  },
  pickle: { why: FOREIGN_CODE, remedy: SKLEARN },
  mlflow: {
    why: 'An MLflow folder describes a model; the model itself is a file inside it.',
    remedy: `Open the file inside its model folder (model.onnx, model.json, model.ubj, model.txt); for a pickle, do this: ${SKLEARN}`,
  },
  mlnet: {
    why: NO_READER('ML.NET models'),
    remedy: code(
      'Write an ONNX file in C# (package Microsoft.ML.OnnxConverter):',
      'using var file = File.Create("model.onnx");',
      'mlContext.Model.ConvertToOnnx(model, data, file);',
    ),
  },
  'libsvm-model': {
    why: NO_READER('LIBSVM models'),
    remedy: code(
      'Convert it to ONNX (pip install onnxmltools):',
      'from libsvm.svmutil import svm_load_model; from onnxmltools.convert.common.data_types import FloatTensorType',
      'onnxmltools.utils.save_model(onnxmltools.convert_libsvm(svm_load_model("model"), initial_types=[("X", FloatTensorType([None, n]))]), "model.onnx")',
    ),
  },
  pfa: { why: NO_READER('PFA documents'), remedy: SCORE_ELSEWHERE },
  'r-object': { why: 'R’s own format can hold any R object and only R itself can run it.', remedy: R },
  'sas-code': {
    why: 'It is a program for SAS, and Assay runs no code that comes with a file.',
    remedy: 'Run it in SAS on your table, export the scored table as CSV and open that.',
  },
  knime: { why: 'A workflow runs only in KNIME.', remedy: 'Run it in KNIME, write the scored table as CSV (CSV Writer) and open that.' },
  jar: { why: 'It is compiled Java, and a page cannot run Java.', remedy: SCORE_ELSEWHERE },

  'onnx-data': { why: 'It holds only the weights of an ONNX model.', remedy: 'Open the .onnx file and this file together.' },
  'xgboost-fmap': { why: 'It only names the inputs of an XGBoost model.', remedy: 'Open the model and this file together.' },
  'onnx-tensor': { why: 'It holds one array of numbers, as ONNX test data do.', remedy: 'Open the model.onnx it belongs to.' },

  excel: { why: 'Assay reads no workbooks.', remedy: 'In Excel, choose the sheet, then Save As, CSV UTF-8, and open that file.' },
  'excel-old': {
    why: 'Assay reads no Office documents.',
    remedy: 'Open it in Excel, choose the sheet, then Save As, CSV UTF-8, and open that file.',
  },
  'word-or-slides': { why: NO_MODEL, remedy: AS_CSV },
  opendocument: {
    why: 'Assay reads no OpenDocument files.',
    remedy: 'In LibreOffice, choose the sheet, then Save As, Text CSV, and open that file.',
  },
  arrow: {
    why: NO_READER('Arrow files'),
    remedy: code('Write it as Parquet and open that:', 'table = pandas.read_feather("table.feather")', 'table.to_parquet("table.parquet")'),
  },
  'sas-table': {
    why: NO_READER('SAS data sets'),
    remedy: code('Write it as CSV and open that:', 'table = pandas.read_sas("table.sas7bdat")', 'table.to_csv("table.csv", index=False)'),
  },
  spss: { why: NO_READER('SPSS files'), remedy: 'In SPSS, choose Save As, CSV, and open that file.' },
  stata: { why: NO_READER('Stata files'), remedy: 'In Stata, run: export delimited using "table.csv", then open that file.' },
  avro: { why: NO_READER('Avro files'), remedy: AS_CSV },
  orc: { why: NO_READER('ORC files'), remedy: AS_CSV },
  sqlite: { why: 'It is a database with tables of its own.', remedy: 'Export one table as CSV and open that.' },
  'libsvm-data': { why: 'Its rows name only the columns that are not zero, so missing and zero cannot be told apart.', remedy: AS_CSV },
  numpy: {
    why: 'It has no column names.',
    remedy: code(
      'Write it as CSV with names and open that:',
      'table = pandas.DataFrame(numpy.load("X.npy"), columns=names)',
      'table.to_csv("table.csv", index=False)',
    ),
  },
  matlab: { why: NO_READER('MATLAB files'), remedy: 'In MATLAB, run: writetable(T, "table.csv"), then open that file.' },
  hdf5: { why: 'It holds no model that Assay knows.', remedy: AS_CSV },
  html: {
    why: 'A download often gives the web page about a file instead of the file.',
    remedy: 'On the page, use the link named Raw or Download, and open what it gives.',
  },
  svg: { why: NO_MODEL, remedy: 'Open a model file or a table.' },
  xml: { why: 'Of XML files only PMML holds models.', remedy: 'Open a model file or a table.' },
  json: {
    why: 'Its keys are those of no model format, and it is no list of records.',
    remedy: 'For a table, write a JSON list of records: [{"age": 41, "income": 52000}, …]. For a model, save it in the format of its library.',
  },
  notebook: { why: 'A notebook holds the code that made a model, not the model.', remedy: SKLEARN },
  'python-code': { why: 'It is a program, and Assay runs no code that comes with a file.', remedy: SKLEARN },
  yaml: { why: NO_MODEL, remedy: 'Open a model file or a table.' },
  pdf: { why: NO_MODEL, remedy: AS_CSV },
  image: { why: NO_MODEL, remedy: 'Open a model file or a table.' },
  media: { why: NO_MODEL, remedy: 'Open a model file or a table.' },
  'lfs-pointer': {
    why: 'Git keeps the real file elsewhere; this one only says where.',
    remedy: code('Fetch the real file on your computer and open that:', 'git lfs install', 'git lfs pull'),
  },
  'zip-encrypted': { why: 'Its content needs a password.', remedy: UNPACK },
  'zip-broken': {
    why: 'A zip has its list of contents at its end, and the end is missing.',
    remedy: 'Copy or download the file again and compare the sizes.',
  },
  zip: { why: 'Assay looks into a zip that holds one table, or the files of one known model.', remedy: UNPACK },
  archive: { why: 'Assay opens only zip and gzip.', remedy: UNPACK },
  executable: { why: NO_MODEL, remedy: 'Open a model file or a table.' },
  text: {
    why: 'Its lines do not form columns.',
    remedy: 'Open a model file, or a table with one row per line and the same number of cells in each.',
  },
  binary: {
    why: 'Its content fits no model format and no table format that Assay knows; it may be damaged.',
    remedy: code(
      'If it is a model, write it as ONNX where it was trained:',
      'from skl2onnx import to_onnx',
      'open("model.onnx", "wb").write(to_onnx(model, X_train[:1], options={"zipmap": False}).SerializeToString())',
    ),
  },
  empty: { why: 'It has no bytes.', remedy: 'Copy or export it again.' },
};

/**
 * The answer to a file that cannot be used as a model or table: what it is, why not, what to do, and for a model that a table of scores is enough.
 * @param name the file's name, shown as given
 */
export function refuse(name: string, found: Recognition): AssayError {
  const refusal = REFUSALS[found.kind] ?? { why: 'It is not what is asked for here.', remedy: 'Open it in the other place.' };
  const wrapped = found.wrapped === undefined ? '' : ` in a ${found.wrapped === 'zip' ? 'zip archive' : 'gzip file'}`;
  return new AssayError({
    area: 'file',
    code: `refused-${found.kind}`,
    what: `${name === '' ? 'This file' : `“${name}”`} is ${found.title}${wrapped}.`,
    why: refusal.why,
    remedy: found.family === 'model' || found.kind === 'jar' || found.kind === 'binary' ? `${refusal.remedy}\n${SCORES_ARE_ENOUGH}` : refusal.remedy,
  });
}
