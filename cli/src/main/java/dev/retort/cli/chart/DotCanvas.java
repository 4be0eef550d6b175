package dev.retort.cli.chart;

/** Dots on a grid of characters, 2 × 4 in each as Unicode's braille patterns have them. */
final class DotCanvas {
    static final int DOTS_ACROSS = 2;
    static final int DOTS_DOWN = 4;
    private static final char EMPTY = '\u2800';
    /** Bit of the dot in [row][column], by Unicode's numbering. */
    private static final int[][] BITS = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

    private final int[][] cells;

    DotCanvas(int columns, int rows) {
        this.cells = new int[rows][columns];
    }

    /** @param x,y in dots, from the upper left corner; outside nothing is drawn */
    void dot(int x, int y) {
        int row = Math.floorDiv(y, DOTS_DOWN);
        int column = Math.floorDiv(x, DOTS_ACROSS);
        if (row >= 0 && row < cells.length && column >= 0 && column < cells[row].length) {
            cells[row][column] |= BITS[y % DOTS_DOWN][x % DOTS_ACROSS];
        }
    }

    boolean isEmpty(int column, int row) {
        return cells[row][column] == 0;
    }

    char character(int column, int row) {
        return (char) (EMPTY + cells[row][column]);
    }
}
