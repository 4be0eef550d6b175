package dev.retort.gateway.config;

/** Where models compute. */
public enum BackendKind {
    /** In this process. */
    ONNXRUNTIME,

    /** In a DJL Serving process, over HTTP. */
    DJL_SERVING
}
