/** What a file is to Assay: something to score with, rows to score, a side file of a model, or neither. */
export type Family = 'model' | 'table' | 'companion' | 'unknown';

interface KindFacts {
  readonly family: Family;
  /** Plain name with its article, ready to follow "This is". */
  readonly title: string;
}

const model = (title: string): KindFacts => ({ family: 'model', title });
const table = (title: string): KindFacts => ({ family: 'table', title });
const companion = (title: string): KindFacts => ({ family: 'companion', title });
const other = (title: string): KindFacts => ({ family: 'unknown', title });

/** Every kind of file that is told apart, by its content. */
export const KINDS = {
  onnx: model('an ONNX model'),
  'onnx-truncated': model('an ONNX file that is cut off'),
  'xgboost-json': model('an XGBoost model (JSON)'),
  'xgboost-ubjson': model('an XGBoost model (UBJSON)'),
  'xgboost-binary': model('an XGBoost model (old binary format)'),
  'xgboost-dump': model('a text dump of an XGBoost model'),
  'lightgbm-text': model('a LightGBM model (text)'),
  'lightgbm-json': model('a LightGBM model (JSON dump)'),
  'catboost-cbm': model('a CatBoost model (cbm)'),
  'catboost-json': model('a CatBoost model (JSON)'),
  pmml: model('a PMML model'),
  'h2o-mojo': model('an H2O MOJO model'),
  'h2o-mojo2': model('an H2O Driverless AI pipeline (MOJO2)'),
  'h2o-pojo': model('an H2O POJO (Java source of a model)'),
  'datarobot-jar': model('a DataRobot scoring-code JAR'),
  jar: other('a Java archive (JAR)'),
  'spark-ml': model('a saved Spark ML model'),
  mleap: model('an MLeap bundle'),
  'keras-zip': model('a Keras 3 model (.keras)'),
  'keras-hdf5': model('a Keras model (HDF5)'),
  'keras-weights': model('the weights of a Keras model (HDF5)'),
  'keras-config': model('the architecture of a Keras model, without weights (JSON)'),
  'tfjs-layers': model('a TensorFlow.js layers model'),
  'tfjs-graph': model('a TensorFlow.js graph model'),
  'tf-saved-model': model('a TensorFlow SavedModel'),
  'tf-graph': model('a frozen TensorFlow graph'),
  tflite: model('a TensorFlow Lite model'),
  coreml: model('a Core ML model'),
  'ort-format': model('an ONNX Runtime model (.ort)'),
  openvino: model('an OpenVINO network (XML)'),
  pytorch: model('a PyTorch file'),
  torchscript: model('a TorchScript model'),
  'torch-export': model('a PyTorch exported program (.pt2)'),
  safetensors: model('a safetensors file of weights'),
  gguf: model('a GGUF language model'),
  skops: model('a scikit-learn model saved with skops'),
  'pickle-sklearn': model('a pickled scikit-learn model'),
  'pickle-xgboost': model('a pickled XGBoost model'),
  'pickle-lightgbm': model('a pickled LightGBM model'),
  'pickle-catboost': model('a pickled CatBoost model'),
  'pickle-table': other('a pickled table (pandas or NumPy)'),
  pickle: model('a Python pickle'),
  mlflow: model('an MLflow model folder'),
  mlnet: model('an ML.NET model'),
  'libsvm-model': model('a LIBSVM model'),
  pfa: model('a PFA scoring document'),
  'r-object': model('a saved R object'),
  'sas-code': model('a SAS program'),
  knime: model('a KNIME workflow'),
  'onnx-data': companion('the weights file of an ONNX model'),
  'xgboost-fmap': companion('an XGBoost feature map'),
  'onnx-tensor': other('a single ONNX tensor'),
  csv: table('a table of delimited text'),
  parquet: table('a Parquet table'),
  'json-table': table('a table as JSON records'),
  ndjson: table('a table as one JSON record per line'),
  excel: other('an Excel workbook'),
  'excel-old': other('an old Office document (.xls or .doc)'),
  'word-or-slides': other('an Office document'),
  opendocument: other('an OpenDocument file'),
  arrow: other('an Arrow or Feather table'),
  'sas-table': other('a SAS data set'),
  spss: other('an SPSS data file'),
  stata: other('a Stata data file'),
  avro: other('an Avro file'),
  orc: other('an ORC table'),
  sqlite: other('an SQLite database'),
  'libsvm-data': other('a table in LIBSVM format'),
  numpy: other('a NumPy array'),
  matlab: other('a MATLAB file'),
  hdf5: other('an HDF5 file'),
  html: other('a web page (HTML)'),
  svg: other('a drawing (SVG)'),
  xml: other('an XML file'),
  json: other('a JSON file that is neither a table nor a known model'),
  notebook: other('a Jupyter notebook'),
  'python-code': other('Python source code'),
  yaml: other('a YAML file'),
  pdf: other('a PDF document'),
  image: other('a picture'),
  media: other('a sound or film file'),
  'lfs-pointer': other('a Git LFS pointer, not the file itself'),
  'zip-encrypted': other('an encrypted zip archive'),
  'zip-broken': other('a zip archive whose end is missing'),
  zip: other('a zip archive'),
  archive: other('a compressed archive'),
  executable: other('a program'),
  text: other('plain text'),
  binary: other('a file of unknown kind'),
  empty: other('an empty file'),
} as const satisfies Record<string, KindFacts>;

export type Kind = keyof typeof KINDS;

export interface Recognition {
  readonly kind: Kind;
  readonly family: Family;
  /** Plain name with its article, with what the file itself adds (a version, a root element). */
  readonly title: string;
  /** Set when the thing sits inside a container that must be opened first. */
  readonly wrapped?: 'gzip' | 'zip';
  /** Name of the entry inside the zip. */
  readonly entry?: string;
}

/** Makes a recognition; `extra` is appended to the kind's title in brackets or after a comma. */
export function recognised(kind: Kind, extra = ''): Recognition {
  const facts = KINDS[kind];
  return { kind, family: facts.family, title: facts.title + extra };
}
