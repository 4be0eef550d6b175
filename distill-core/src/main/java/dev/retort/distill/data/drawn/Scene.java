package dev.retort.distill.data.drawn;

import dev.retort.distill.random.CounterRandom;

/**
 * What is in one image. The numbers here make the dataset as hard as it is: enough for a small network to fall behind a
 * larger one, not so much that people cannot tell.
 */
final class Scene {
    private final CounterRandom random;
    private final Canvas canvas = new Canvas();

    private Scene(CounterRandom random) {
        this.random = random;
    }

    static Canvas draw(DrawnClass drawn, CounterRandom random) {
        Scene scene = new Scene(random);
        Colour ground = scene.background();
        scene.clutter(ground);
        scene.figure(drawn, ground);
        scene.occluder();
        scene.camera();
        return scene.canvas;
    }

    private Colour background() {
        Colour ground = Colour.any(random);
        Colour far = ground.mixedWith(Colour.any(random), random.between(0.1, 0.6));
        canvas.gradient(ground, far, random.nextDouble());
        return ground.mixedWith(far, 0.5);
    }

    /** Small figures of other kinds and lines: what is there is not what the image shows, the largest figure is. */
    private void clutter(Colour ground) {
        for (int line = random.below(2); line > 0; line--) {
            Colour colour = ground.mixedWith(Colour.any(random), 0.5);
            Placement placement = Placement.anywhere(random, 1, 1);
            canvas.paint(Shapes.bar(random.between(0.03, 0.1)), placement, colour, colour, 0.8);
        }
        for (int figure = random.below(4); figure > 0; figure--) {
            Colour colour = ground.mixedWith(Colour.any(random), 0.55);
            Placement placement = Placement.anywhere(random, 1, random.between(0.1, 0.2));
            Pattern outline = DrawnClass.anyShape(random).outline(random);
            canvas.paint(outline, placement, colour, colour, 0.9);
        }
    }

    private void figure(DrawnClass drawn, Colour ground) {
        Placement placement = Placement.anywhere(random, 0.25, random.between(0.5, 0.8));
        Pattern outline = drawn.outline(random);
        Pattern texture = drawn.texture(random);
        Colour near = ground.unlike(random, 0.35);
        Colour far = near.mixedWith(Colour.any(random), random.between(0, 0.35));
        Colour shadow = new Colour(0, 0, 0);
        canvas.paint(outline, placement.movedBy(0.06, 0.08), shadow, shadow, random.between(0, 0.45));
        canvas.paint(outline, placement, near, far, 1);
        if (drawn.isTexture()) {
            Colour second = near.unlike(random, 0.35);
            canvas.paint(outline.and(texture), placement, second, second, 1);
        }
    }

    /** A strip across the figure, in a third of the images. */
    private void occluder() {
        if (random.below(3) == 0) {
            Colour colour = Colour.any(random);
            Placement placement = Placement.anywhere(random, 0.5, 1);
            canvas.paint(Shapes.bar(random.between(0.05, 0.12)), placement, colour, colour, 1);
        }
    }

    private void camera() {
        for (int pass = random.below(2); pass > 0; pass--) {
            canvas.blur();
        }
        double contrast = random.between(0.5, 1);
        double slack = (1 - contrast) / 2;
        canvas.fade(contrast, 0.5 + random.between(-slack, slack));
        canvas.noise(random, random.between(0.005, 0.045));
    }
}
