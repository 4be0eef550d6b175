package dev.retort.distill.weights;

/**
 * Eigenvalues and eigenvectors of a small symmetric matrix by Jacobi's rotations, each of which makes one element off the
 * diagonal zero (Golub and Van Loan, "Matrix computations", section 8.5). The same bits on every machine.
 */
final class SymmetricEigen {
    /** Converges quadratically: some ten sweeps do for any matrix of this kind. */
    private static final int SWEEPS = 50;

    private final double[][] matrix;
    private final double[][] vectors;

    private SymmetricEigen(double[][] matrix) {
        this.matrix = matrix;
        this.vectors = new double[matrix.length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            vectors[i][i] = 1;
        }
    }

    /** @param matrix [n][n], symmetric; not changed */
    static SymmetricEigen of(double[][] matrix) {
        double[][] copy = new double[matrix.length][];
        for (int i = 0; i < matrix.length; i++) {
            copy[i] = matrix[i].clone();
        }
        SymmetricEigen eigen = new SymmetricEigen(copy);
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            eigen.sweep();
        }
        return eigen;
    }

    /** In no order. */
    double value(int index) {
        return matrix[index][index];
    }

    /** Element of the eigenvector of {@link #value}, whose norm is 1. */
    double vector(int index, int element) {
        return vectors[element][index];
    }

    private void sweep() {
        for (int p = 0; p < matrix.length; p++) {
            for (int q = p + 1; q < matrix.length; q++) {
                if (matrix[p][q] != 0) {
                    rotate(p, q);
                }
            }
        }
    }

    private void rotate(int p, int q) {
        double theta = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q]);
        double tangent = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double cosine = 1 / Math.sqrt(tangent * tangent + 1);
        double sine = tangent * cosine;
        for (int i = 0; i < matrix.length; i++) {
            turnColumns(matrix[i], p, q, cosine, sine);
            turnColumns(vectors[i], p, q, cosine, sine);
        }
        for (int i = 0; i < matrix.length; i++) {
            double atP = matrix[p][i];
            double atQ = matrix[q][i];
            matrix[p][i] = cosine * atP - sine * atQ;
            matrix[q][i] = sine * atP + cosine * atQ;
        }
        matrix[p][q] = 0;
        matrix[q][p] = 0;
    }

    private static void turnColumns(double[] row, int p, int q, double cosine, double sine) {
        double atP = row[p];
        double atQ = row[q];
        row[p] = cosine * atP - sine * atQ;
        row[q] = sine * atP + cosine * atQ;
    }
}
