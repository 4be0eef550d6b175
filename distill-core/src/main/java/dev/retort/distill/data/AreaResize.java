package dev.retort.distill.data;

import dev.retort.distill.network.ImageShape;

/**
 * Resizes row by row: a smaller image takes the mean over the area that a pixel covers, a larger one is interpolated
 * linearly. Only one row of the source is in memory besides the source itself.
 */
final class AreaResize {
    private AreaResize() {}

    /** @return planes of red, green and blue, uint8 */
    static byte[] resize(RgbRows source, ImageShape shape) {
        Taps columns = Taps.of(source.width(), shape.width());
        Taps rows = Taps.of(source.height(), shape.height());
        int[] rgb = new int[source.width()];
        double[] narrow = new double[3 * shape.width()];
        double[] sums = new double[shape.size()];
        for (int y = 0; y < source.height(); y++) {
            source.copyRow(y, rgb);
            narrow(rgb, columns, narrow, shape.width());
            for (int row = 0; row < shape.height(); row++) {
                double weight = rows.weight(row, y);
                if (weight > 0) {
                    addRow(narrow, weight, sums, row, shape);
                }
            }
        }
        return toBytes(sums);
    }

    /** Source pixels of one row to target columns, [3, width]. */
    private static void narrow(int[] rgb, Taps columns, double[] narrow, int width) {
        for (int column = 0; column < width; column++) {
            double red = 0;
            double green = 0;
            double blue = 0;
            int first = columns.first(column);
            for (int x = first; x < first + columns.count(column); x++) {
                double weight = columns.weight(column, x);
                red += weight * (rgb[x] >>> 16 & 0xFF);
                green += weight * (rgb[x] >>> 8 & 0xFF);
                blue += weight * (rgb[x] & 0xFF);
            }
            narrow[column] = red;
            narrow[width + column] = green;
            narrow[2 * width + column] = blue;
        }
    }

    private static void addRow(double[] narrow, double weight, double[] sums, int row, ImageShape shape) {
        for (int channel = 0; channel < shape.channels(); channel++) {
            int target = (channel * shape.height() + row) * shape.width();
            for (int column = 0; column < shape.width(); column++) {
                sums[target + column] += weight * narrow[channel * shape.width() + column];
            }
        }
    }

    private static byte[] toBytes(double[] sums) {
        byte[] pixels = new byte[sums.length];
        for (int i = 0; i < sums.length; i++) {
            pixels[i] = (byte) (int) Math.clamp(sums[i] + 0.5, 0.0, 255.0);
        }
        return pixels;
    }
}
