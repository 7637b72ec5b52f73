"""What vulture takes for dead and is not: names, with who uses them."""

# ruff: noqa: B018, F821

# Members of the report formats of `studio lint`, chosen by value.
_.GITHUB, _.SARIF, _.JUNIT

# Typer calls it for the options before a command.
_._studio

# Typer reads it to build the program with one command.
_.registered_groups

# What a master says about its work; the tests of increments read it.
_.chunks_made, _.chunks_reused

# A page's template uses it.
_.icon

# Settings of onnxruntime.
_.intra_op_num_threads, _.inter_op_num_threads, _.log_severity_level, _.enable_cpu_mem_arena

# What Coqui asks a phonemiser.
_._DEF_ESPEAK_LIB, _.get_espeakng_version, _.phonemize_espeak, _.supported_languages, tie

# A scope that callers of the library may give.
INLINE

# Read by hibari.g2p.G2P, whose constructor is not called.
_._oov, _.unk

# Read by ONNX Runtime.
_.only_execute_path_to_fetches

# The length of a divider in the sound of changes; a test holds it.
_.DIVIDER_S
