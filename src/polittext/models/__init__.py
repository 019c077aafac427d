"""Weights as ONNX files, each with its card: data, licence, figures, SHA-256."""
