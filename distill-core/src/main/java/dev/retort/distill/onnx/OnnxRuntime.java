package dev.retort.distill.onnx;

import ai.djl.Model;
import java.util.Map;

/** DJL's ONNX Runtime engine, kept from what it would do beside the running of models. */
final class OnnxRuntime {
    private static final String ENGINE = "OnnxRuntime";

    static {
        // Without these, DJL asks the network where it runs, and loads (or downloads) PyTorch for the array operations
        // that ONNX Runtime lacks; none is used here.
        setUnlessSet("OPT_OUT_TRACKING", "true");
        setUnlessSet("ai.djl.offline", "true");
        setUnlessSet("ai.djl.onnx.disable_alternative", "true");
    }

    private OnnxRuntime() {}

    static Model newModel() {
        return Model.newInstance("model", ENGINE);
    }

    static Map<String, String> options(int threads) {
        return Map.of("intraOpNumThreads", Integer.toString(threads), "interOpNumThreads", "1");
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
