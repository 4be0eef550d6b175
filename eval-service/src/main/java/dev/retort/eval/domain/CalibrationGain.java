package dev.retort.eval.domain;

import dev.retort.contracts.event.Evidence.PairedCalibration;
import dev.retort.distill.score.Calibration;
import dev.retort.distill.score.CalibrationBootstrap;
import dev.retort.distill.score.Predictions;

/** How two versions' calibration compares on the same images, with the temperatures that they are served with. */
public final class CalibrationGain {
    /** Half a point: less is within what another held-out split of some thousand images says. */
    private static final double LOWER_BY = 0.005;
    /** So that p goes down to 10⁻⁴; some tenths of a second for 5,000 images. */
    private static final int RESAMPLES = 9999;
    /** Any, but always the same: the same answers give the same p. */
    private static final long SEED = 7;

    private CalibrationGain() {}

    /** @param temperature as fitted; see {@link Calibration#served} */
    public static PairedCalibration of(
            Predictions candidate, double temperature, Predictions champion, double championTemperature) {
        double mine = Calibration.served(temperature);
        double theirs = Calibration.served(championTemperature);
        return new PairedCalibration(
                Calibration.error(candidate, mine),
                Calibration.error(champion, theirs),
                CalibrationBootstrap.p(candidate, mine, champion, theirs, LOWER_BY, RESAMPLES, SEED),
                RESAMPLES);
    }
}
