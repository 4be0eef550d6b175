package dev.retort.gateway.domain;

/**
 * The class that a version gives an image.
 *
 * @param index the first of the likeliest
 * @param probability of it, in [0, 1]
 */
record Opinion(int index, String label, double probability) {
    static Opinion of(ServedModel model, Logits logits, int image) {
        Softmax.Prediction likeliest = Softmax.top(
                        logits.row(image),
                        model.manifest().classes(),
                        1,
                        model.manifest().temperatureOrOne())
                .getFirst();
        return new Opinion(logits.answer(image), likeliest.label(), likeliest.probability());
    }
}
